package org.mailroom.messaging.group;

import org.mailroom.mailstore.testkit.TestStore;

/** The same with rows in PostgreSQL. */
class PeopleOnPostgresTest extends PeopleTest {
    @Override
    TestStore store() {
        return TestStore.onPostgres();
    }
}
