package org.mailroom.mailstore.check;

import org.mailroom.mailstore.testkit.TestStore;

/** The same on PostgreSQL. */
class VerifyOnPostgresTest extends VerifyTest {
    @Override
    TestStore open() {
        return TestStore.onPostgres();
    }
}
