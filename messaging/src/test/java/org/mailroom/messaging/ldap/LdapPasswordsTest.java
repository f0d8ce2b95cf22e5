package org.mailroom.messaging.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mailroom.messaging.ldap.LdapAnswer.RIGHT;
import static org.mailroom.messaging.ldap.LdapAnswer.UNAVAILABLE;
import static org.mailroom.messaging.ldap.LdapAnswer.WRONG;
import static org.mailroom.messaging.ldap.LdapSettings.Accounts.MARKED;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Timeout(30)
class LdapPasswordsTest {
    @TempDir Path files;
    private LdapTestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new LdapTestServer(files);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private LdapSettings settings(boolean search) {
        return search ? server.bySearch(MARKED) : server.byName(MARKED);
    }

    private static LdapPasswords open(LdapSettings settings) throws IOException {
        return LdapPasswords.open(settings).orElseThrow();
    }

    private static LdapAnswer check(LdapPasswords ldap, String address, String password) {
        return ldap.check(address, password.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bindsOverTls(boolean search) throws Exception {
        try (LdapPasswords ldap = open(settings(search))) {
            assertThat(check(ldap, "anna@demo.test", "anna-secret")).isEqualTo(RIGHT);
            assertThat(check(ldap, "anna@demo.test", "bob-secret")).isEqualTo(WRONG);
            assertThat(check(ldap, "nobody@demo.test", "anna-secret")).isEqualTo(WRONG);
        }
    }

    /** A name with an empty password is let in as nobody by many servers. RFC 4513 §5.1.2. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noPasswordIsAWrongPassword(boolean search) throws Exception {
        try (LdapPasswords ldap = open(settings(search))) {
            assertThat(check(ldap, "anna@demo.test", "")).isEqualTo(WRONG);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void costsTheSameWhoeverItIs(boolean search) throws Exception {
        try (LdapPasswords ldap = open(settings(search))) {
            List<Runnable> failures =
                    List.of(
                            () -> check(ldap, "anna@demo.test", "wrong"),
                            () -> check(ldap, "nobody@demo.test", "wrong"),
                            () -> check(ldap, "anna@demo.test", ""),
                            ldap::pretend);
            for (Runnable failure : failures) {
                failure.run();
                assertThat(server.binds()).isEqualTo(1);
                assertThat(server.searches()).isEqualTo(search ? 1 : 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*@demo.test",
                "a*@demo.test",
                "*)(mail=anna@demo.test",
                "nobody@demo.test)(|(uid=anna)",
                "an\0na@demo.test",
                "anna,ou=people,dc=demo,dc=test@x",
                "anna+cn=x@demo.test",
                "\\61nna@demo.test",
                "{address}@demo.test",
            })
    void whatIsPutInStaysAValue(String address) throws Exception {
        for (boolean search : new boolean[] {true, false}) {
            try (LdapPasswords ldap = open(settings(search))) {
                assertThat(check(ldap, address, "anna-secret")).isEqualTo(WRONG);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "anna@x.test | uid=anna,o=x | (mail=anna@x.test)",
                "a,b=c@x.test | uid=a\\2Cb\\3Dc,o=x | (mail=a,b=c@x.test)",
                "(*\\)@x.test | uid=\\28\\2A\\5C\\29,o=x | (mail=\\28\\2a\\5c\\29@x.test)",
                "é@x.test | uid=\\C3\\A9,o=x | (mail=\\c3\\a9@x.test)",
                "{address}@x.test | uid=\\7Baddress\\7D,o=x | (mail={address}@x.test)",
            })
    void fillsTemplates(String address, String name, String filter) {
        assertThat(new Template("uid={user},o=x").name(address)).isEqualTo(name);
        assertThat(new Template("(mail={address})").filter(address)).isEqualTo(filter);
    }

    @Test
    void takesNobodyWhereTwoAreFound() throws Exception {
        server.server()
                .modify(
                        "uid=bob," + LdapTestServer.PEOPLE,
                        new Modification(ModificationType.REPLACE, "mail", "anna@demo.test"));
        try (LdapPasswords ldap = open(settings(true))) {
            assertThat(check(ldap, "anna@demo.test", "anna-secret")).isEqualTo(WRONG);
            assertThat(check(ldap, "anna@demo.test", "bob-secret")).isEqualTo(WRONG);
        }
    }

    @Test
    void trustsOnlyWhomItIsToldTo() throws Exception {
        LdapSettings trusting = settings(true);
        LdapSettings wary =
                new LdapSettings(
                        trusting.urls(),
                        true,
                        Optional.empty(),
                        MARKED,
                        Optional.empty(),
                        trusting.searchBase(),
                        trusting.filter(),
                        trusting.bindDn(),
                        trusting.bindPassword(),
                        Optional.empty(),
                        trusting.connectTimeout(),
                        trusting.timeout(),
                        2);
        try (LdapPasswords ldap = open(wary)) {
            assertThat(check(ldap, "anna@demo.test", "anna-secret")).isEqualTo(UNAVAILABLE);
        }
        assertThat(server.binds()).isZero();
    }

    /** Whoever has a certificate for another name is not whom we want to tell passwords. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theCertificateHasToBeForTheHost(boolean search) throws Exception {
        server.close();
        Path other = Files.createDirectory(files.resolve("other"));
        server = new LdapTestServer(other, "ldap.demo.test");
        try (LdapPasswords ldap = open(settings(search))) {
            assertThat(check(ldap, "anna@demo.test", "anna-secret")).isEqualTo(UNAVAILABLE);
        }
        assertThat(server.binds()).isZero();
    }

    @Test
    void comesBackAfterTheServerWasAway() throws Exception {
        try (LdapPasswords ldap = open(settings(true))) {
            assertThat(check(ldap, "anna@demo.test", "anna-secret")).isEqualTo(RIGHT);
            int port = server.server().getListenPort("tls");
            server.server().shutDown("tls", true);
            assertThat(check(ldap, "anna@demo.test", "anna-secret")).isEqualTo(UNAVAILABLE);
            assertThat(ldap.pretend()).isEqualTo(UNAVAILABLE);
            server.server().startListening("tls");
            assertThat(server.server().getListenPort("tls")).isEqualTo(port);
            assertThat(check(ldap, "anna@demo.test", "anna-secret")).isEqualTo(RIGHT);
        }
    }

    /** More at once than there are connections: they queue, and none is refused. */
    @Test
    void sharesFewConnections() throws Exception {
        try (LdapPasswords ldap = open(settings(true));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<LdapAnswer>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                all.add(() -> check(ldap, "bob@demo.test", "bob-secret"));
            }
            for (Future<LdapAnswer> one : threads.invokeAll(all)) {
                assertThat(one.get()).isEqualTo(RIGHT);
            }
            assertThat(server.connections()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void doesNotWaitForASilentServer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            LdapSettings settings =
                    new LdapSettings(
                            List.of("ldap://localhost:" + silent.getLocalPort()),
                            false,
                            Optional.empty(),
                            MARKED,
                            Optional.of("uid={user}"),
                            Optional.empty(),
                            "(mail={address})",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Duration.ofMillis(200),
                            Duration.ofMillis(200),
                            1);
            try (LdapPasswords ldap = open(settings)) {
                assertThat(check(ldap, "anna@demo.test", "x")).isEqualTo(UNAVAILABLE);
            }
        }
    }

    @Test
    void readsThePasswordFromAFile() throws Exception {
        Path file = Files.writeString(files.resolve("password"), "service\n");
        LdapSettings s = settings(true);
        LdapSettings withFile =
                new LdapSettings(
                        s.urls(),
                        true,
                        s.trust(),
                        MARKED,
                        Optional.empty(),
                        s.searchBase(),
                        s.filter(),
                        s.bindDn(),
                        Optional.empty(),
                        Optional.of(file),
                        s.connectTimeout(),
                        s.timeout(),
                        2);
        try (LdapPasswords ldap = open(withFile)) {
            assertThat(check(ldap, "anna@demo.test", "anna-secret")).isEqualTo(RIGHT);
        }
    }

    @Test
    void passwordsAreNotSentUnencrypted() {
        LdapSettings s = LdapSettings.defaults();
        assertThat(s.urls()).isEmpty();
        for (String url : List.of("ldap://ldap.demo.test", "http://localhost", "ldap:localhost")) {
            assertThatThrownBy(() -> withoutStartTls(url))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        withoutStartTls("ldaps://ldap.demo.test");
        withoutStartTls("ldap://[::1]:3389");
    }

    private static LdapSettings withoutStartTls(String url) {
        LdapSettings s = LdapSettings.defaults();
        return new LdapSettings(
                List.of(url),
                false,
                s.trust(),
                MARKED,
                Optional.of("uid={user}"),
                s.searchBase(),
                s.filter(),
                s.bindDn(),
                s.bindPassword(),
                s.bindPasswordFile(),
                s.connectTimeout(),
                s.timeout(),
                1);
    }
}
