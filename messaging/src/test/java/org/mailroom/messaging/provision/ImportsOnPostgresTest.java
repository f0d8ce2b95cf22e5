package org.mailroom.messaging.provision;

import org.mailroom.mailstore.testkit.TestStore;

/** The same with rows in PostgreSQL. */
class ImportsOnPostgresTest extends ImportsTest {
    @Override
    TestStore store() {
        return TestStore.onPostgres();
    }
}
