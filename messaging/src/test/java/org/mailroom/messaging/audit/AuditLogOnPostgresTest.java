package org.mailroom.messaging.audit;

import org.mailroom.mailstore.testkit.TestStore;

/** The same promises with rows on PostgreSQL. */
class AuditLogOnPostgresTest extends AuditLogTest {
    @Override
    TestStore store() {
        return TestStore.onPostgres();
    }
}
