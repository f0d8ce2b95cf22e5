package org.mailroom.messaging.people;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.ldap.LdapPasswords;
import org.mailroom.messaging.ldap.LdapSettings;
import org.mailroom.messaging.ldap.LdapTestServer;
import org.mailroom.transport.auth.AuthResult;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Passwords that are another directory's matter. Anna is checked there, bob here. */
@Timeout(60)
class DirectoryLdapTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    @TempDir Path files;
    private final TestStore store = TestStore.create();
    private LdapTestServer ldap;
    private Directory directory;
    private AccountId anna;
    private AccountId bob;

    @BeforeEach
    void open() throws Exception {
        ldap = new LdapTestServer(files);
        anna = store.account("anna@demo.test").id();
        bob = store.account("bob@demo.test").id();
        directory = directory(LdapSettings.Accounts.MARKED);
        directory.setElsewhere(anna, true);
        directory.setPassword(bob, "local-secret");
    }

    private Directory directory(LdapSettings.Accounts accounts) throws Exception {
        return new Directory(
                store.store().accounts(),
                DirectorySettings.defaults().withDomains(List.of("demo.test")),
                InstantSource.system(),
                LdapPasswords.open(ldap.bySearch(accounts)));
    }

    @AfterEach
    void close() {
        directory.close();
        store.close();
        ldap.close();
    }

    private boolean logsIn(String user, String password) {
        return directory.password(user, password.getBytes(UTF_8), HERE)
                instanceof AuthResult.Accepted;
    }

    @Test
    void checksTheMarkedThereAndTheOthersHere() {
        assertThat(logsIn("anna", "anna-secret")).isTrue();
        assertThat(directory.mainPassword("anna", "anna-secret".getBytes(UTF_8)))
                .isInstanceOf(AuthResult.Accepted.class);
        assertThat(logsIn("anna", "wrong")).isFalse();
        assertThat(logsIn("bob", "local-secret")).isTrue();
        assertThat(logsIn("bob", "bob-secret")).isFalse();
        assertThat(directory.scram("anna")).isEmpty();
        assertThat(directory.scram("bob")).isPresent();
    }

    /** Moved to LDAP, an account's old password here is worth nothing, by SCRAM neither. */
    @Test
    void theMarkCountsAtOnceAndWhateverIsKeptHere() {
        assertThat(logsIn("bob", "local-secret")).isTrue();

        directory.setElsewhere(bob, true);

        assertThat(logsIn("bob", "local-secret")).isFalse();
        assertThat(logsIn("bob", "bob-secret")).isTrue();
        assertThat(directory.scram("bob")).isEmpty();

        directory.setElsewhere(bob, false);

        assertThat(logsIn("bob", "bob-secret")).isFalse();
        assertThat(logsIn("bob", "local-secret")).isTrue();
    }

    @Test
    void canBeAskedForAllWithoutAPassword() throws Exception {
        directory.close();
        directory = directory(LdapSettings.Accounts.WITHOUT_PASSWORD);
        ldap.person("carl", "carl-secret");
        AccountId carl = store.account("carl@demo.test").id();
        assertThat(logsIn("carl", "carl-secret")).isTrue();
        assertThat(logsIn("bob", "bob-secret")).isFalse();
        directory.setPassword(carl, "local-secret");
        assertThat(logsIn("carl", "carl-secret")).isFalse();
        assertThat(logsIn("carl", "local-secret")).isTrue();
    }

    @Test
    void remembersAsItDoesItsOwn() {
        assertThat(logsIn("anna", "anna-secret")).isTrue();
        ldap.binds();
        assertThat(logsIn("anna", "anna-secret")).isTrue();
        assertThat(ldap.binds()).isZero();

        ldap.close();

        assertThat(logsIn("anna", "anna-secret")).isTrue();
        assertThat(directory.password("anna", "wrong".getBytes(UTF_8), HERE))
                .isEqualTo(new AuthResult.Unavailable());
        assertThat(logsIn("bob", "local-secret")).isTrue();
        directory.revoke(anna);
        assertThat(directory.password("anna", "anna-secret".getBytes(UTF_8), HERE))
                .isEqualTo(new AuthResult.Unavailable());
    }

    @Test
    void theSuspendedAreNotAskedAbout() {
        directory.suspend(anna);
        assertThat(logsIn("anna", "anna-secret")).isFalse();
    }

    /** Known here, known there, unknown, suspended, with app passwords only: the same work. */
    @ParameterizedTest
    @ValueSource(strings = {"anna", "bob", "carl", "dora", "nobody", "x@y.test", "eve"})
    void aFailureCostsTheSameWhoeverItIs(String user) throws Exception {
        directory.setElsewhere(store.account("carl@demo.test").id(), true);
        AccountId dora = store.account("dora@demo.test").id();
        directory.setPassword(dora, "local-secret");
        directory.suspend(dora);
        AccountId eve = store.account("eve@demo.test").id();
        directory.addAppPassword(eve, "phone");
        directory.appPasswordsOnly(eve::equals);
        long hashes = directory.hashes();
        ldap.binds();
        ldap.searches();

        assertThat(logsIn(user, "wrong")).isFalse();

        assertThat(directory.hashes() - hashes).isEqualTo(1);
        assertThat(ldap.binds()).isEqualTo(1);
        assertThat(ldap.searches()).isEqualTo(1);
        assertThat(directory.mainPassword(user, "wrong".getBytes(UTF_8)))
                .isEqualTo(new AuthResult.Rejected());
        assertThat(directory.hashes() - hashes).isEqualTo(2);
        assertThat(ldap.binds()).isEqualTo(1);
    }

    @Test
    void withAppPasswordsOnlyTheMainOneIsForTheWeb() {
        String app = directory.addAppPassword(bob, "phone");
        assertThat(logsIn("bob", "local-secret")).isTrue();

        directory.appPasswordsOnly(bob::equals);

        assertThat(logsIn("bob", "local-secret")).isFalse();
        assertThat(logsIn("bob", app)).isTrue();
        assertThat(directory.scram("bob")).isEmpty();
        assertThat(directory.mainPassword("bob", "local-secret".getBytes(UTF_8)))
                .isInstanceOf(AuthResult.Accepted.class);
        assertThat(directory.mainPassword("bob", app.getBytes(UTF_8)))
                .isEqualTo(new AuthResult.Rejected());
    }
}
