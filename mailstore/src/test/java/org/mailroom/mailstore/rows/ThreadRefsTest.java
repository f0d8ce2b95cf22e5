package org.mailroom.mailstore.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.TestStore;

import java.util.List;

/** Every delivery asks for threads: the question must stay one look-up in the primary key. */
@Timeout(60)
final class ThreadRefsTest {
    private static String plan(TestStore store, String... before) {
        String sql = ThreadRefs.FIND.replaceFirst("\\?", "1").replaceFirst("\\?", "2");
        List<String> lines =
                store.store()
                        .database()
                        .read(
                                session -> {
                                    for (String statement : before) {
                                        session.createNativeMutationQuery(statement)
                                                .executeUpdate();
                                    }
                                    return session.createNativeQuery("explain " + sql, String.class)
                                            .getResultList();
                                });
        return String.join("\n", lines);
    }

    @Test
    void oneLookUpOnTheEmbeddedDatabase() throws Exception {
        try (TestStore store = TestStore.create()) {
            assertThat(plan(store))
                    .containsPattern("(?s)/\\* \\S*PRIMARY_KEY\\S*: .*ACCOUNT_ID = .*HASH = ")
                    .doesNotContain("tableScan");
        }
    }

    @Test
    void oneLookUpOnPostgres() throws Exception {
        try (TestStore store = TestStore.onPostgres()) {
            // of a table as small as this one it would rather read all
            assertThat(
                            plan(
                                    store,
                                    "set local enable_seqscan = off",
                                    "set local enable_bitmapscan = off"))
                    .containsPattern("Index.* using thread_ref_pkey")
                    .containsPattern("Index Cond: .*account_id = .*hash = ");
        }
    }
}
