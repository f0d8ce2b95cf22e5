package org.mailroom.messaging.safety;

import org.mailroom.mailstore.testkit.TestStore;

/** The same promises with rows on PostgreSQL. */
class LanesOnPostgresTest extends LanesTest {
    @Override
    TestStore store() {
        return TestStore.onPostgres();
    }
}
