package org.mailroom.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.NewAccount;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Content;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.NewEmail;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.server.config.Settings;
import org.mailroom.server.config.SettingsReader;
import org.mailroom.server.wiring.OpenStore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

@Timeout(60)
class TransferTest {

    /** A message as compared: everything that a transfer keeps. */
    private record Kept(String mailbox, int place, String flags, long received, String bytes) {}

    @TempDir Path directory;
    private OpenStore store;

    @BeforeEach
    void open() throws Exception {
        Settings settings =
                SettingsReader.read(
                        null,
                        Map.of(),
                        List.of("data=" + directory.resolve("data"), "directory.domains=[a.test]"));
        store = OpenStore.open(settings);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private AccountMail mailOf(String name) {
        Account account =
                store.store()
                        .accounts()
                        .byAddress(name + "@a.test")
                        .orElseGet(
                                () ->
                                        store.store()
                                                .accounts()
                                                .create(new NewAccount(name + "@a.test")));
        return store.store().mail(new Access.Owner(account.id()), account.id());
    }

    private void append(AccountMail mail, String mailbox, String text, long at, String... flags)
            throws IOException {
        MailboxName name = new MailboxName(mailbox);
        Mailbox to = mail.view().mailbox(name).orElseGet(() -> mail.create(name, Optional.empty()));
        try (Incoming content = store.store().receive()) {
            content.write(text.getBytes(StandardCharsets.ISO_8859_1));
            content.finish();
            mail.append(
                    to.id(),
                    List.of(
                            new NewEmail(
                                    content,
                                    Flags.parse(List.of(flags)),
                                    Instant.ofEpochSecond(at))));
        }
    }

    private static List<Kept> all(AccountMail mail) throws IOException {
        List<Kept> all = new ArrayList<>();
        for (Mailbox mailbox : mail.view().mailboxes()) {
            MailboxView view = mail.open(mailbox.id());
            for (int i = 0; i < view.size(); i++) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (Content content = mail.content(view.row(i).emailId())) {
                    content.transferTo(bytes, 0, content.size());
                }
                all.add(
                        new Kept(
                                mailbox.name().value(),
                                i,
                                view.flagsOf(i).toString(),
                                view.received(i),
                                bytes.toString(StandardCharsets.ISO_8859_1)));
            }
        }
        all.sort(Comparator.comparing(Kept::mailbox).thenComparingInt(Kept::place));
        return all;
    }

    private TransferReport importTo(AccountMail mail, Path path) throws IOException {
        return new Importer(store.store(), mail, MailboxName.INBOX, (done, total) -> {}).run(path);
    }

    @ParameterizedTest
    @EnumSource(Exporter.Format.class)
    void whatIsExportedComesBackUnchanged(Exporter.Format format) throws IOException {
        Path files = directory.resolve("files");
        try (AccountMail alice = mailOf("alice");
                AccountMail bob = mailOf("bob")) {
            append(alice, "INBOX", "Subject: a\r\n\r\nFrom me\r\n>From you\r\n", 1_000_000_000);
            append(
                    alice,
                    "INBOX",
                    "S: 8\r\n\r\n\u00e9\u0000x\r\n\r\n\r\n",
                    999,
                    "\\Seen",
                    "\\Flagged");
            append(alice, "INBOX", "S: lone\r\n\r\na\rb\nc\r\n", 1, "\\Answered", "\\Deleted");
            append(alice, "INBOX", "Status: mine\r\nX-Status: F\r\n\r\n", 5, "\\Draft");
            append(alice, "Sent", "S: s\r\n\r\nsent\r\n", 86_400, "\\Seen", "$Forwarded", "Later");
            append(alice, "Pläne/2026. März", "S: u\r\n\r\n.\r\n", 3, "NonJunk");
            append(alice, "a&b/c*?", "S: u\r\n\r\n..\r\n", 4);
            random(alice);

            TransferReport out = new Exporter(alice, files, format, (d, t) -> {}).run();
            assertThat(out.problems()).isEmpty();
            TransferReport in = importTo(bob, files);

            assertThat(in.problems()).isEmpty();
            assertThat(in.messages()).isEqualTo(out.messages());
            assertThat(all(bob)).isEqualTo(all(alice));
            // What has a role by name keeps it: nothing was put beside the mailbox everybody has.
            assertThat(bob.view().mailbox(SpecialUse.SENT).orElseThrow().messages()).isEqualTo(1);
        }
    }

    /** Lines made of the pieces that quoting and line ends turn on. */
    private void random(AccountMail mail) throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        String[] pieces = {"From ", ">", "From", " ", "a", "\r\n", "\r\n", "\r\n\r\n", ">From x"};
        for (int i = 0; i < 150; i++) {
            StringBuilder text = new StringBuilder("X-Seed: " + seed + "\r\n\r\n");
            int length = random.nextInt(30);
            for (int j = 0; j < length; j++) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            append(mail, "Random", text.append("\r\n").toString(), 1_700_000_000L + i);
        }
    }

    @Test
    void readsMboxOfOtherPrograms() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("Old mail"),
                        """
                        From bob@x.test Thu Jan  1 00:00:10 2004
                        Subject: one
                        Status: RO
                        X-Status: AF
                        X-Keywords: work $MDNSent

                        >From the start
                        From here on no date

                        From - Sat Jan  3 01:02:03 2004
                        Subject: two
                        X-Mozilla-Status: 1003

                        two

                        From 12@xxx Mon Jan 05 01:00:00 +0100 2004
                        Subject: three
                        X-Gmail-Labels: Starred,Unread

                        three
                        """);
        try (AccountMail mail = mailOf("carol")) {
            TransferReport report = importTo(mail, file);
            assertThat(report.messages()).isEqualTo(3);
            List<Kept> all = all(mail);
            assertThat(all)
                    .extracting(Kept::received)
                    .containsExactly(1072915210L, 1073091723L, 1073260800L);
            assertThat(all.get(0).bytes())
                    .contains("Status: RO\r\n")
                    .endsWith("\r\n\r\nFrom the start\r\nFrom here on no date\r\n");
            MailboxView view = mail.open(mail.view().mailbox(MailboxName.INBOX).orElseThrow().id());
            assertThat(view.flagsOf(0))
                    .isEqualTo(
                            Flags.parse(
                                    List.of(
                                            "\\Seen",
                                            "\\Answered",
                                            "\\Flagged",
                                            "work",
                                            "$MDNSent")));
            assertThat(view.flagsOf(1))
                    .isEqualTo(Flags.parse(List.of("\\Seen", "\\Answered", "$Forwarded")));
            assertThat(view.flagsOf(2)).isEqualTo(Flags.parse(List.of("\\Flagged")));
        }
    }

    @Test
    void readsMaildirsInBothLayouts() throws IOException {
        Path root = directory.resolve("Maildir");
        maildirFile(root, "cur/1100000000.M1.host:2,FRS", "S: in\n\nx\n", 1_100_000_000);
        maildirFile(root, "new/1100000001.M2.host", "S: new\n\nx\n", 1_100_000_001);
        maildirFile(root, ".Sent Items/cur/1.M1.host:2,Sa", "S: sent\n\nx\n", 5);
        maildirFile(root, ".Work.Plans/cur/1.M1.host:2,P", "S: plan\n\nx\n", 6);
        maildirFile(root, "Nested/Deep/cur/1.M1.host!2,T", "S: deep\n\nx\n", 7);
        Files.writeString(root.resolve(".Sent Items/dovecot-keywords"), "0 Important\n");
        try (AccountMail mail = mailOf("dave")) {
            TransferReport report = importTo(mail, root);
            assertThat(report.problems()).isEmpty();
            assertThat(all(mail))
                    .extracting(Kept::mailbox, Kept::received)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("INBOX", 1_100_000_000L),
                            org.assertj.core.groups.Tuple.tuple("INBOX", 1_100_000_001L),
                            org.assertj.core.groups.Tuple.tuple("Nested/Deep", 7L),
                            org.assertj.core.groups.Tuple.tuple("Sent", 5L),
                            org.assertj.core.groups.Tuple.tuple("Work/Plans", 6L));
            assertThat(all(mail).get(3).flags()).contains("Important");
            assertThat(all(mail).get(4).flags()).contains("$Forwarded");
        }
    }

    private static void maildirFile(Path root, String name, String text, long at)
            throws IOException {
        Path file = root.resolve(name);
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(file.getParent().resolveSibling(part));
        }
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(at)));
    }

    @Test
    void readsFoldersOfEmlByTheirOwnDate() throws IOException {
        Path root = Files.createDirectories(directory.resolve("eml/Trips/Rome")).getParent();
        Files.writeString(
                root.resolveSibling("a.eml"),
                "Date: Thu, 1 Jan 2004 00:00:10 +0000\r\nS: a\r\n\r\nx\r\n");
        Files.writeString(root.resolve("Rome/b.EML"), "S: no date\n\nx\n");
        Files.writeString(root.resolve("notes.txt"), "not mail");
        Files.setLastModifiedTime(
                root.resolve("Rome/b.EML"), FileTime.from(Instant.ofEpochSecond(77)));
        try (AccountMail mail = mailOf("erin")) {
            assertThat(importTo(mail, root.getParent()).messages()).isEqualTo(2);
            assertThat(all(mail))
                    .extracting(Kept::mailbox, Kept::received)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("INBOX", 1072915210L),
                            org.assertj.core.groups.Tuple.tuple("Trips/Rome", 77L));
        }
    }

    @Test
    void oneBadMessageCostsOnlyItself() throws IOException {
        Path root = Files.createDirectories(directory.resolve("some"));
        for (int i = 0; i < 20; i++) {
            Files.writeString(root.resolve(i + ".eml"), "S: " + i + "\n\nx\n");
        }
        byte[] huge = new byte[60 << 20];
        Arrays.fill(huge, (byte) 'x');
        Files.write(root.resolve("7.eml"), huge);
        try (AccountMail mail = mailOf("frank")) {
            TransferReport report = importTo(mail, root);
            assertThat(report.messages()).isEqualTo(19);
            assertThat(report.failed()).isEqualTo(1);
            assertThat(report.problems()).singleElement().asString().contains("7.eml");
        }
    }
}
