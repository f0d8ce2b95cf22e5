package org.mailroom.messaging.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.NewAccount;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.transport.auth.AuthResult;
import org.mailroom.transport.auth.Identity;
import org.mailroom.transport.auth.ScramCredential;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

@Timeout(60)
class DirectoryTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final DirectorySettings SETTINGS =
            DirectorySettings.defaults()
                    .withDomains(List.of("demo.test"))
                    .withMinPasswordLength(4)
                    .withPostmaster("alice@demo.test");

    private TestStore store = TestStore.create();
    private Directory directory;
    private AccountId alice;

    @BeforeEach
    void open() {
        directory = new Directory(store.store().accounts(), SETTINGS, InstantSource.system());
        alice =
                store.store()
                        .accounts()
                        .create(
                                new NewAccount(
                                        "alice@demo.test", List.of("ally@demo.test"), "Alice", 0))
                        .id();
        directory.setPassword(alice, "secret");
    }

    @AfterEach
    void close() {
        directory.close();
        store.close();
    }

    private AuthResult logIn(String user, String password) {
        return directory.password(user, password.getBytes(UTF_8), HERE);
    }

    private void assertAccepted(String user, String password) {
        assertThat(logIn(user, password))
                .isEqualTo(new AuthResult.Accepted(new Identity(alice.value(), "alice@demo.test")));
    }

    private void assertRejected(String user, String password) {
        assertThat(logIn(user, password)).isEqualTo(new AuthResult.Rejected());
    }

    @Test
    void logsInByAnyAddressOrTheLocalPart() {
        assertAccepted("alice@demo.test", "secret");
        assertAccepted("Alice@Demo.Test", "secret");
        assertAccepted("ally@demo.test", "secret");
        assertAccepted("alice", "secret");
        assertRejected("alice@other.test", "secret");
        assertRejected("alice+x@demo.test", "secret");
        assertRejected("", "secret");
        assertRejected("@", "secret");
    }

    @Test
    void takesALocalPartOnlyWhereItIsClear() {
        try (Directory two =
                new Directory(
                        store.store().accounts(),
                        SETTINGS.withDomains(List.of("demo.test", "other.test")),
                        InstantSource.system())) {
            assertThat(two.byLoginName("alice")).isEmpty();
            assertThat(two.byLoginName("alice@demo.test")).isPresent();
        }
    }

    @Test
    void rejectsWrongPasswordsAndThoseWithout() {
        AccountId bob = store.account("bob@demo.test").id();

        assertRejected("alice", "Secret");
        assertRejected("alice", "");
        assertRejected("bob", "");
        assertRejected("nobody", "secret");
        assertThat(directory.hasPassword(bob)).isFalse();
        assertThat(directory.hasPassword(alice)).isTrue();
    }

    @Test
    void forgetsRememberedLogInsWhenThePasswordChanges() {
        assertAccepted("alice", "secret");
        assertAccepted("alice", "secret");

        directory.setPassword(alice, "other");

        assertRejected("alice", "secret");
        assertAccepted("alice", "other");
    }

    @Test
    void rejectsTheSuspended() {
        assertAccepted("alice", "secret");

        directory.suspend(alice);

        assertRejected("alice", "secret");
        assertThat(directory.scram("alice")).isEmpty();
        assertThat(directory.identity("alice")).isEmpty();

        directory.resume(alice);

        assertAccepted("alice", "secret");
    }

    /** With nobody left to hash, an answer that needs a hash cannot be given; a remembered can. */
    @Test
    void hashesForEverybodyButTheRemembered() {
        assertAccepted("alice", "secret");

        directory.close();

        assertAccepted("alice", "secret");
        assertThat(logIn("alice", "wrong")).isEqualTo(new AuthResult.Unavailable());
        assertThat(logIn("nobody", "wrong")).isEqualTo(new AuthResult.Unavailable());
    }

    @Test
    void keepsWhatScramNeeds() {
        ScramCredential kept = directory.scram("alice").orElseThrow();

        assertThat(kept)
                .isEqualTo(ScramCredential.derive("secret".getBytes(UTF_8), kept.salt(), 10_000));
        assertThat(directory.scram("nobody")).isEmpty();
        assertThat(directory.identity("ally@demo.test").orElseThrow().accountId())
                .isEqualTo(alice.value());
    }

    @Test
    void preparesPasswordsAlike() {
        directory.setPassword(alice, "pa\u00a0ss\u00adword");

        assertAccepted("alice", "pa ssword");
    }

    @Test
    void holdsPasswordsToALeastLength() {
        assertThatThrownBy(() -> directory.setPassword(alice, "abc"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("4 characters");
        assertThatThrownBy(() -> directory.setPassword(alice, "abc\u0007def"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> directory.setPassword(alice, "x".repeat(1001)))
                .isInstanceOf(Refused.class);
        assertAccepted("alice", "secret");
    }

    @Test
    void appPasswordsComeAndGo() {
        String phone = directory.addAppPassword(alice, "Phone");
        String desk = directory.addAppPassword(alice, "Thunderbird at the desk");

        assertThat(phone).matches("([a-z2-9]{4}-){4}[a-z2-9]{4}").isNotEqualTo(desk);
        assertAccepted("alice", phone);
        assertAccepted("alice", desk.replace("-", " "));
        assertAccepted("alice", "secret");
        assertThat(directory.appPasswords(alice))
                .map(AppPassword::name)
                .containsExactly("Phone", "Thunderbird at the desk");

        directory.removeAppPassword(alice, "Phone");

        assertRejected("alice", phone);
        assertAccepted("alice", desk);
        assertThatThrownBy(() -> directory.removeAppPassword(alice, "Phone"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> directory.addAppPassword(alice, "a\nb"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> directory.addAppPassword(alice, "Thunderbird at the desk"))
                .isInstanceOf(Refused.class);
    }

    @Test
    void findsRecipients() {
        assertThat(recipient("alice", "demo.test")).contains(alice);
        assertThat(recipient("ALLY+lists", "demo.test")).contains(alice);
        assertThat(recipient("postmaster", "demo.test")).contains(alice);
        assertThat(recipient("Postmaster", "")).contains(alice);
        assertThat(recipient("postmaster", "other.test")).isEmpty();
        assertThat(recipient("bob", "demo.test")).isEmpty();
        assertThat(recipient("+alice", "demo.test")).isEmpty();
    }

    private Optional<AccountId> recipient(String localPart, String domain) {
        return directory.recipient(new AddrSpec(localPart, domain)).map(Account::id);
    }

    @Test
    void knowsWhoseAnAddressIs() {
        Account account = directory.byId(alice).orElseThrow();

        assertThat(directory.owns(account, new AddrSpec("Alice", "demo.test"))).isTrue();
        assertThat(directory.owns(account, new AddrSpec("ally+x", "demo.test"))).isTrue();
        assertThat(directory.owns(account, new AddrSpec("bob", "demo.test"))).isFalse();
        assertThat(directory.owns(account, new AddrSpec("alice", "other.test"))).isFalse();
        // Taking mail for postmaster is not being postmaster.
        assertThat(directory.owns(account, new AddrSpec("postmaster", "demo.test"))).isFalse();
    }

    @Test
    void seesAPasswordSetByAnotherProcess() {
        assertRejected("alice", "other");
        try (Directory another =
                new Directory(store.store().accounts(), SETTINGS, InstantSource.system())) {
            another.setPassword(alice, "other");
        }
        assertAccepted("alice", "other");
    }
}
