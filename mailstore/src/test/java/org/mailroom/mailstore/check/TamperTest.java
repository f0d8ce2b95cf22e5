package org.mailroom.mailstore.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mailroom.mailstore.check.CheckKit.errors;
import static org.mailroom.mailstore.check.CheckKit.kinds;
import static org.mailroom.mailstore.check.CheckKit.sql;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.check.Finding.Kind;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Content;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.BlobRow;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Whoever can write to the disk alters sealed things: nothing altered is ever served. */
@Timeout(60)
class TamperTest {
    private static final int CHUNK = (64 << 10) + 16;

    private TestStore test;
    private AccountId ann;
    private AccountId bob;
    private @Nullable AccountMail mail;

    @BeforeEach
    void fill() {
        test = TestStore.create();
        ann = test.account("ann@example.org").id();
        bob = test.account("bob@example.org").id();
        test.store().accounts().keepSecret(ann, "one", new byte[] {1});
        for (AccountId id : List.of(ann, bob)) {
            try (AccountMail m = test.mail(id)) {
                m.subscribe(MailboxName.INBOX);
                for (int i = 0; i < 3; i++) {
                    byte[] message = TestStore.message("s" + i, "b".repeat(200_000));
                    Flags flags = Flags.parse(List.of("word" + i));
                    test.append(m, MailboxName.INBOX, message, flags);
                }
            }
        }
    }

    @AfterEach
    void close() {
        if (mail != null) {
            mail.close();
        }
        test.close();
    }

    /** Reads everything that the account shows. */
    private void readAll(AccountId id) {
        try (AccountMail m = test.mail(id)) {
            for (var mailbox : m.view().mailboxes()) {
                MailboxView view = m.open(mailbox.id());
                for (int i = 0; i < view.size(); i++) {
                    view.keywords(view.keywordSet(i));
                    m.email(view.row(i).emailId());
                    try (Content content = m.content(view.row(i).emailId())) {
                        content.transferTo(new ByteArrayOutputStream(), 0, content.size());
                    }
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void assertRefusedAndNamed(Kind kind) {
        assertThat(catchThrowable(() -> readAll(ann)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        e -> assertThat(e.reason()).isEqualTo(Refused.Reason.CORRUPT));
        assertThat(kinds(errors(test.store()))).contains(kind);
    }

    /** Swapped with a row of one's own, taken from another account, cut, and replaced. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    update email set summary = (select summary from email where id = 2) where id = 1             | EMAIL_SUMMARY
                    update email set summary = (select max(summary) from email where account_id = 2) where id = 1 | EMAIL_SUMMARY
                    update email set summary = substring(summary, 1, 40) where id = 1                            | EMAIL_SUMMARY
                    update email set summary = wrapped_key where id = 1                                          | EMAIL_SUMMARY
                    update email set wrapped_key = (select wrapped_key from email where id = 2) where id = 1     | EMAIL_KEY
                    update email set wrapped_key = (select max(wrapped_key) from email where account_id = 2) where account_id = 1 | EMAIL_KEY
                    update email set wrapped_key = substring(wrapped_key, 1, 60) where id = 1                    | EMAIL_KEY
                    update blob set token = (select token from blob where id = 2) where id = 1                   | EMAIL_KEY
                    update account set wrapped_key = (select wrapped_key from account where id = 2) where id = 1 | ACCOUNT_KEY
                    update account set wrapped_key = substring(wrapped_key, 1, 68) where id = 1                  | ACCOUNT_KEY
                    update mailbox set sealed_name = (select max(sealed_name) from mailbox where account_id = 2) where special_use = 'SENT' and account_id = 1 | MAILBOX_NAME
                    update mailbox set sealed_name = (select sealed_name from mailbox where special_use = 'JUNK' and account_id = 1) where special_use = 'SENT' and account_id = 1 | MAILBOX_NAME
                    update keyword_set set sealed = (select sealed from keyword_set where id = 2 and account_id = 1) where id = 1 and account_id = 1 | KEYWORDS
                    update keyword_set set sealed = (select sealed from keyword_set where id = 1 and account_id = 2) where id = 1 and account_id = 1 | KEYWORDS
                    update subscription set sealed_name = (select sealed_name from subscription where account_id = 2) where account_id = 1 | SUBSCRIPTION
                    """)
    void rowsThatWereAlteredAreRefusedAndNamed(String damage, Kind kind) {
        sql(test, damage);
        test = test.reopen();
        assertRefusedAndNamed(kind);
        readAll(bob); // the others are well
    }

    @Test
    void profileAndSecrets() {
        sql(test, "update account set sealed_profile = wrapped_key where id = 1");
        sql(test, "update secret set name = 'two' where name = 'one'");
        test = test.reopen();
        assertThat(catchThrowable(() -> test.store().accounts().byId(ann)))
                .isInstanceOf(Refused.class);
        assertThat(catchThrowable(() -> test.store().accounts().secret(ann, "two")))
                .isInstanceOf(Refused.class);
        assertThat(kinds(errors(test.store()))).contains(Kind.ACCOUNT_PROFILE, Kind.ACCOUNT_SECRET);
    }

    /** Every byte of a sealed summary matters. */
    @Test
    void everyFlippedByteOfASummaryIsNoticed() {
        byte[] summary =
                test.store()
                        .database()
                        .read(
                                s ->
                                        s.createNativeQuery(
                                                        "select summary from email where id = 1",
                                                        byte[].class)
                                                .getSingleResult());
        for (int i = 0; i < summary.length; i += 1 + summary.length / 40) {
            byte[] altered = summary.clone();
            altered[i] ^= 0x10;
            test.store()
                    .database()
                    .writeDurably(
                            s ->
                                    s.createNativeMutationQuery(
                                                    "update email set summary = :s where id = 1")
                                            .setParameter("s", altered)
                                            .executeUpdate());
            test.store().forget(ann);
            assertThat(catchThrowable(() -> readAll(ann))).as("byte %d", i).isNotNull();
        }
        assertRefusedAndNamed(Kind.EMAIL_SUMMARY);
        assertThat(CheckKit.repair(test.store())).allMatch(Finding::repaired);
        readAll(ann);
    }

    private BlobRow blob(long id) {
        return test.store().database().read(s -> s.get(BlobRow.class, id));
    }

    private Path segment() {
        return test.directory().resolve("data/segments/00000001.seg");
    }

    private ByteBuffer bytes(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try (FileChannel in = FileChannel.open(segment(), StandardOpenOption.READ)) {
            in.read(buffer, position);
        }
        return buffer.flip();
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        try (FileChannel out = FileChannel.open(segment(), StandardOpenOption.WRITE)) {
            out.write(bytes, position);
        }
    }

    @Test
    void aFlippedBitAnywhereInAContent() throws IOException {
        BlobRow blob = blob(1);
        for (long at = 0; at < blob.sealedLength; at += 1 + blob.sealedLength / 20) {
            ByteBuffer original = bytes(blob.position + at, 1);
            write(ByteBuffer.wrap(new byte[] {(byte) (original.get(0) ^ 1)}), blob.position + at);
            assertThat(catchThrowable(() -> readAll(ann))).as("byte %d", at).isNotNull();
            assertThat(kinds(errors(test.store()))).contains(Kind.EMAIL_CONTENT);
            write(original, blob.position + at);
        }
        assertThat(errors(test.store())).isEmpty();
    }

    @Test
    void chunksExchangedWithinAContentAndBetweenContents() throws IOException {
        BlobRow one = blob(1);
        BlobRow two = blob(2);
        ByteBuffer first = bytes(one.position, CHUNK);
        write(bytes(one.position + CHUNK, CHUNK), one.position);
        write(first.duplicate(), one.position + CHUNK);
        assertRefusedAndNamed(Kind.EMAIL_CONTENT);
        write(bytes(two.position, CHUNK), one.position);
        assertRefusedAndNamed(Kind.EMAIL_CONTENT);
    }

    /** The whole of an older content of one's own, in place of a newer one. */
    @Test
    void anOlderContentReplayed() throws IOException {
        BlobRow one = blob(1);
        BlobRow two = blob(2);
        assertThat(one.sealedLength).isEqualTo(two.sealedLength);
        write(bytes(two.position, (int) two.sealedLength), one.position);
        assertRefusedAndNamed(Kind.EMAIL_CONTENT);
        // nor when the row is made to point at it
        sql(test, "update blob set position = " + two.position + " where id = 1");
        assertRefusedAndNamed(Kind.EMAIL_CONTENT);
    }

    @Test
    void aSegmentCutOrGone() throws IOException {
        BlobRow last = blob(3);
        try (FileChannel out = FileChannel.open(segment(), StandardOpenOption.WRITE)) {
            out.truncate(last.position + last.sealedLength / 2);
        }
        assertThat(catchThrowable(() -> readAll(ann))).isInstanceOf(Refused.class);
        assertThat(kinds(errors(test.store()))).contains(Kind.EMAIL_CONTENT);
        test = test.reopen();
        assertThat(catchThrowable(() -> readAll(ann))).isInstanceOf(Refused.class);
        Path gone = segment();
        Files.delete(gone);
        test = test.reopen();
        assertThat(catchThrowable(() -> readAll(ann))).isInstanceOf(Refused.class);
        assertThat(kinds(errors(test.store()))).filteredOn(k -> k == Kind.EMAIL_CONTENT).hasSize(6);
        // and what cannot be read is still there after a repair
        CheckKit.repair(test.store());
        try (AccountMail m = test.mail(ann)) {
            MailboxId inbox = m.view().mailbox(MailboxName.INBOX).orElseThrow().id();
            assertThat(m.open(inbox).size()).isEqualTo(3);
        }
    }
}
