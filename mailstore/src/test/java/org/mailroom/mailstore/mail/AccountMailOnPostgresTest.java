package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.testkit.TestStore;

/** The same promises with rows on PostgreSQL. */
class AccountMailOnPostgresTest extends AccountMailTest {
    @Override
    TestStore store() {
        return TestStore.onPostgres();
    }
}
