package org.mailroom.messaging.safety;

import org.mailroom.mailstore.testkit.TestStore;

/** The same promises with rows on PostgreSQL. */
class RestrictionsOnPostgresTest extends RestrictionsTest {
    @Override
    TestStore store() {
        return TestStore.onPostgres();
    }
}
