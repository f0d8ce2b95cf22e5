package org.mailroom.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailroom.mailstore.testkit.Corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Programs that people use, against a server that takes passwords over TLS only. {@code ./mailroom
 * test} installs them; a test whose program is missing is skipped.
 */
@Timeout(120)
class ClientsTest {
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    @TempDir static Path directory;
    private static LiveServer server;

    @TempDir Path home;
    private String user = "";

    @BeforeAll
    static void start() {
        server = LiveServer.start(directory, "logins.plaintext-from-loopback=false");
    }

    @AfterAll
    static void everythingIsSoundAndStops() {
        try (LiveServer stopped = server) {
            stopped.verify();
            stopped.stop();
            assertThat(stopped.log()).doesNotContain("ERROR", "Exception");
        }
    }

    @BeforeEach
    void person() {
        user = "person" + PEOPLE.incrementAndGet();
        server.with(user);
    }

    private String address() {
        return LiveServer.address(user);
    }

    private static String certificate() {
        return directory.resolve("data/tls/cert.pem").toString();
    }

    private ImapMail imap() {
        return ImapMail.loginOverTls(server.imaps(), user);
    }

    /** The bodies in a mailbox, as text. */
    private List<String> mailbox(String name) {
        List<String> bodies = new java.util.ArrayList<>();
        try (ImapMail imap = imap()) {
            imap.select(name);
            imap.bodies((_, body) -> bodies.add(new String(body, StandardCharsets.ISO_8859_1)));
        }
        return bodies;
    }

    private static Path secret(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    // ---- mbsync ----

    @Test
    void mbsyncPullsATreeOnceAndCarriesChangesBothWays() throws Exception {
        Program mbsync = Program.of("mbsync", home);
        List<byte[]> mails =
                Corpus.load().everyNth(12).limit(500).map(Corpus.Mail::canonical).toList();
        assertThat(mails).hasSize(500);
        List<String> names = List.of("INBOX", "Archive", "Plans", "Plans/2026", "Entw&APw-rfe");
        try (ImapMail imap = imap()) {
            for (String name : names.subList(2, 5)) imap.ok("CREATE \"" + name + "\"");
            for (int i = 0; i < mails.size(); i++) {
                imap.append("\"" + names.get(i % names.size()) + "\"", mails.get(i));
            }
        }
        Path mail = Files.createDirectories(home.resolve("mail"));
        Path rc = secret(home.resolve("mbsyncrc"), mbsyncrc(mail));
        String[] sync = {"-c", rc.toString(), "-a"};

        mbsync.run("-c", rc.toString(), "-V", "-a").succeeds();
        SortedMap<String, Long> first = files(mail);
        assertThat(first.keySet().stream().filter(f -> f.contains("/cur/") || f.contains("/new/")))
                .hasSize(500);

        String again = mbsync.run("-c", rc.toString(), "-V", "-a").succeeds().output();
        assertThat(again).doesNotContain("rror", "arning");
        assertThat(files(mail)).as("the second run changes nothing").isEqualTo(first);

        // A flag and a deletion on the server.
        try (ImapMail imap = imap()) {
            imap.select("Archive");
            imap.ok("STORE 1 +FLAGS (\\Flagged)");
            imap.ok("STORE 2 +FLAGS (\\Deleted)");
            imap.ok("EXPUNGE");
        }
        mbsync.run(sync).succeeds();
        List<Path> archive = messages(mail.resolve("Archive"));
        assertThat(archive).hasSize(99);
        assertThat(archive.stream().filter(f -> f.toString().matches(".*:2,.*F.*"))).hasSize(1);

        // A flag and a deletion in the Maildir.
        List<Path> plans = messages(mail.resolve("Plans"));
        Path flagged = plans.get(0);
        String name = flagged.getFileName().toString().replaceFirst(":2,.*", "");
        Files.move(flagged, mail.resolve("Plans/cur").resolve(name + ":2,FS"));
        Files.delete(plans.get(1));
        mbsync.run(sync).succeeds();
        try (ImapMail imap = imap()) {
            assertThat(imap.select("Plans")).isEqualTo(99);
            assertThat(imap.ok("UID SEARCH FLAGGED SEEN").getFirst()).matches("\\* SEARCH \\d+");
        }
        SortedMap<String, Long> settled = files(mail);
        mbsync.run(sync).succeeds();
        assertThat(files(mail)).as("and then nothing again").isEqualTo(settled);
    }

    private String mbsyncrc(Path mail) {
        return """
        IMAPAccount mailroom
        Host localhost
        Port %d
        User %s
        Pass "%s"
        SSLType IMAPS
        CertificateFile %s

        IMAPStore far
        Account mailroom

        MaildirStore near
        Path %s/
        Inbox %s/INBOX
        SubFolders Verbatim

        Channel all
        Far :far:
        Near :near:
        Patterns *
        Create Near
        Expunge Both
        SyncState *
        """
                .formatted(
                        server.imaps(), address(), LiveServer.PASSWORD, certificate(), mail, mail);
    }

    private static List<Path> messages(Path maildir) throws IOException {
        try (Stream<Path> files = Files.walk(maildir, 2)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> f.getParent().endsWith("cur") || f.getParent().endsWith("new"))
                    .sorted()
                    .toList();
        }
    }

    /** Every message file under a directory with its size. */
    private static SortedMap<String, Long> files(Path root) throws IOException {
        SortedMap<String, Long> found = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                found.put(root.relativize(file).toString(), Files.size(file));
            }
        }
        return found;
    }

    // ---- swaks ----

    @ParameterizedTest
    @CsvSource({
        "PLAIN, --tls",
        "LOGIN, --tls",
        "PLAIN, --tls-on-connect",
        "LOGIN, --tls-on-connect"
    })
    void swaksLogsInOverTls(String mechanism, String tls) {
        int port = tls.equals("--tls") ? server.submission() : server.submissions();
        Program.Ran ran = swaks(port, tls, "--auth", mechanism, "--protocol", "ESMTP");
        assertThat(ran.succeeds().output()).contains("235 2.7.0", "250 2.");
        assertThat(mailbox("INBOX")).hasSize(1).first().asString().contains("Subject: by swaks");
    }

    private Program.Ran swaks(int port, String... more) {
        List<String> arguments = new java.util.ArrayList<>();
        arguments.addAll(List.of("--server", "127.0.0.1", "--port", Integer.toString(port)));
        arguments.addAll(List.of("--from", address(), "--to", address()));
        arguments.addAll(List.of("--auth-user", address()));
        arguments.addAll(List.of("--auth-password", LiveServer.PASSWORD));
        arguments.addAll(List.of("--header", "Subject: by swaks", "--body", "hello"));
        arguments.addAll(List.of(more));
        return Program.of("swaks", home).run(arguments.toArray(String[]::new));
    }

    @Test
    void swaksIsRefusedWithoutTls() {
        // Without STARTTLS nothing is offered that would show the password.
        Program.Ran ran = swaks(server.submission(), "--auth", "PLAIN");
        assertThat(ran.fails().output()).doesNotContain("235 ", "AUTH PLAIN");
        assertThat(mailbox("INBOX")).isEmpty();
    }

    @Test
    void swaksIsRefusedWithAWrongPassword() {
        Program.Ran ran =
                swaks(server.submissions(), "--tls-on-connect", "-a", "PLAIN", "-ap", "wrong");
        assertThat(ran.fails().output()).contains("535 5.7.8");
        assertThat(mailbox("INBOX")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"LMTP, ''", "LMTP, --tls", "ESMTP, ''", "ESMTP, --tls"})
    void swaksDeliversAsAnInternalSystem(String protocol, String tls) {
        List<String> arguments = new java.util.ArrayList<>();
        int port = protocol.equals("LMTP") ? server.lmtp() : server.smtp();
        arguments.addAll(List.of("--server", "127.0.0.1", "--port", Integer.toString(port)));
        arguments.addAll(List.of("--from", "app@outside.test", "--to", address()));
        arguments.addAll(List.of("--protocol", protocol, "--header", "Subject: inside"));
        if (!tls.isEmpty()) arguments.add(tls);
        Program.of("swaks", home).run(arguments.toArray(String[]::new)).succeeds();
        assertThat(mailbox("INBOX")).hasSize(1).first().asString().contains("Subject: inside");
    }

    // ---- msmtp ----

    @ParameterizedTest
    @CsvSource({"plain, on", "plain, off", "login, on", "scram-sha-256, on", "scram-sha-256, off"})
    void msmtpSends(String mechanism, String starttls) throws Exception {
        Program msmtp = Program.of("msmtp", home);
        org.junit.jupiter.api.Assumptions.assumeTrue(
                msmtp.run("--version").output().contains(mechanism),
                "msmtp is built without " + mechanism);
        int port = starttls.equals("on") ? server.submission() : server.submissions();
        Path rc =
                secret(
                        home.resolve("msmtprc"),
                        """
                        account default
                        host localhost
                        port %d
                        from %s
                        auth %s
                        user %s
                        password "%s"
                        tls on
                        tls_starttls %s
                        tls_trust_file %s
                        """
                                .formatted(
                                        port,
                                        address(),
                                        mechanism,
                                        address(),
                                        LiveServer.PASSWORD,
                                        starttls,
                                        certificate()));
        String mail =
                "From: "
                        + address()
                        + "\nTo: "
                        + address()
                        + "\nSubject: by msmtp\n\n.a dot\nFrom here\n";
        msmtp.typing(mail, "-C", rc.toString(), address()).succeeds();
        assertThat(mailbox("INBOX"))
                .hasSize(1)
                .first()
                .asString()
                .contains("Subject: by msmtp", "Message-ID: ", "Date: ")
                .endsWith("\r\n\r\n.a dot\r\nFrom here\r\n");
    }

    // ---- curl ----

    private Program.Ran curl(String url, String... more) {
        List<String> arguments = new java.util.ArrayList<>();
        arguments.addAll(List.of("--silent", "--show-error", "--max-time", "20"));
        arguments.addAll(List.of("--cacert", certificate()));
        arguments.addAll(List.of("--user", address() + ":" + LiveServer.PASSWORD, url));
        arguments.addAll(List.of(more));
        return Program.of("curl", home).run(arguments.toArray(String[]::new));
    }

    @Test
    void curlUploadsListsFetchesAndSearches() throws Exception {
        String mail =
                "From: %s\r\nTo: %s\r\nSubject: by curl\r\n\r\nhello\r\n"
                        .formatted(address(), address());
        String file = Files.writeString(home.resolve("mail.eml"), mail).toString();
        String smtps = "smtps://localhost:" + server.submissions();
        String imaps = "imaps://localhost:" + server.imaps();
        curl(smtps, "--mail-from", address(), "--mail-rcpt", address(), "-T", file).succeeds();
        curl(
                        "smtp://localhost:" + server.submission(),
                        "--ssl-reqd",
                        "--mail-from",
                        address(),
                        "--mail-rcpt",
                        address(),
                        "-T",
                        file)
                .succeeds();
        curl(imaps + "/Archive", "-T", file).succeeds();

        assertThat(curl(imaps).succeeds().output()).contains("INBOX", "Archive", "\\Sent");
        assertThat(curl(imaps + "/INBOX", "-X", "EXAMINE INBOX").succeeds().output())
                .contains("2 EXISTS");
        assertThat(curl(imaps + "/Archive;UID=1").succeeds().output()).isEqualTo(mail);
        assertThat(curl(imaps + "/Archive;MAILINDEX=1;SECTION=TEXT").succeeds().output())
                .isEqualTo("hello\r\n");
        assertThat(curl(imaps + "/INBOX?SUBJECT%20curl").succeeds().output())
                .isEqualTo("* SEARCH 1 2\r\n");
        assertThat(curl(imaps + "/INBOX?SUBJECT%20other").succeeds().output())
                .isEqualTo("* SEARCH\r\n");
        assertThat(curl("imap://localhost:" + server.imap(), "--ssl-reqd").succeeds().output())
                .contains("INBOX");
        curl("imap://localhost:" + server.imap()).fails();
    }

    // ---- neomutt ----

    @Test
    void neomuttSendsAndReads() throws Exception {
        Program.of("neomutt", home);
        Program script = Program.of("script", home);
        Path rc =
                secret(
                        home.resolve("neomuttrc"),
                        """
                        set realname = "A Person"
                        set from = "%1$s"
                        set imap_user = "%1$s"
                        set imap_pass = "%2$s"
                        set smtp_url = "smtp://%3$s@localhost:%4$d"
                        set smtp_pass = "%2$s"
                        set smtp_authenticators = "plain"
                        set certificate_file = "%5$s"
                        set ssl_ca_certificates_file = "%5$s"
                        set ssl_force_tls = yes
                        set folder = "imaps://localhost:%6$d/"
                        set spoolfile = "+INBOX"
                        set copy = no
                        set header_cache = ""
                        set quit = yes
                        set wait_key = no
                        set sleep_time = 0
                        set confirmappend = no
                        set delete = yes
                        """
                                .formatted(
                                        address(),
                                        LiveServer.PASSWORD,
                                        address().replace("@", "%40"),
                                        server.submission(),
                                        certificate(),
                                        server.imaps()));
        Program.of("neomutt", home)
                .typing("héllo from neomutt\n", "-F", rc.toString(), "-s", "by neomutt", address())
                .succeeds();
        assertThat(mailbox("INBOX")).hasSize(1).first().asString().contains("Subject: by neomutt");

        // Under a terminal of its own: list, read, flag, copy, quit.
        String screen =
                script.run(
                                "-qec",
                                "stty rows 24 cols 100; neomutt -F "
                                        + rc
                                        + " -e 'push <display-message><exit><flag-message>"
                                        + "<copy-message>+Archive<enter><quit>'",
                                "/dev/null")
                        .succeeds()
                        .output();
        assertThat(screen).contains("by neomutt");
        try (ImapMail imap = imap()) {
            imap.select("INBOX");
            assertThat(imap.ok("SEARCH SEEN FLAGGED").getFirst()).isEqualTo("* SEARCH 1");
        }
        assertThat(mailbox("Archive")).isEqualTo(mailbox("INBOX"));
    }
}
