package org.mailroom.messaging.login;

import org.mailroom.mailstore.testkit.TestStore;

/** The same on PostgreSQL, less the look at the files. */
class SecondFactorOnPostgresTest extends SecondFactorTest {
    @Override
    TestStore store() {
        return TestStore.onPostgres();
    }

    @Override
    void leavesNothingReadable() {
        // its files are elsewhere
    }
}
