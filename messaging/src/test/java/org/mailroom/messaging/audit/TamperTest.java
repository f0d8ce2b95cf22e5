package org.mailroom.messaging.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Somebody who can write to the database, and to files beside it, and is found out. */
@Timeout(60)
class TamperTest {
    /** Two checkpoints, at 300 and 350, and 20 records after them; a kept node at 256. */
    private static final int RECORDS = 370;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private AuditKit kit;
    private AccountId ann;
    private AccountId bob;
    private Checkpoint exported;

    TestStore store() {
        return TestStore.create();
    }

    @BeforeEach
    void fill() {
        kit = AuditKit.of(store());
        ann = kit.test().account("ann@example.org").id();
        bob = kit.test().account("bob@example.org").id();
        add(0, 300);
        assertThat(kit.log().checkpointNow().orElseThrow().size()).isEqualTo(300);
        add(300, 350);
        exported = kit.log().checkpointNow().orElseThrow();
        add(350, RECORDS);
        assertThat(kit.verify().bad()).isEmpty();
        assertThat(kit.verify().size()).isEqualTo(RECORDS);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private void add(int from, int to) {
        for (int i = from; i < to; i++) {
            kit.log()
                    .later(
                            AuditEvent.of(Actor.of(ann), Action.RESTRICTED)
                                    .about(bob)
                                    .object("restriction " + i)
                                    .because("reason " + i));
        }
        kit.log().settle();
    }

    private long bad() {
        AuditVerify.Bad bad =
                kit.verify().bad().orElseThrow(() -> new AssertionError("seed " + seed));
        assertThat(bad.text()).isNotBlank();
        return bad.seq();
    }

    private byte[] flipped(byte[] bytes) {
        byte[] other = bytes.clone();
        other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
        return other;
    }

    @Test
    void aFlippedBitIsNamed() {
        for (int round = 0; round < 12; round++) {
            long seq = random.nextInt(RECORDS);
            LogRows.Stored record = kit.rows(seq, 1).getFirst();
            boolean body = random.nextBoolean();
            String column = body ? "body" : "hash";
            String sql = "update audit_record set " + column + " = ? where seq = ?";
            byte[] was = body ? record.body() : record.hash();
            kit.sql(sql, flipped(was), seq);
            assertThat(bad()).as("seed %d %s of %d", seed, column, seq).isEqualTo(seq);
            kit.sql(sql, was, seq);
        }
        assertThat(kit.verify().bad()).isEmpty();
    }

    @Test
    void aRecordFiledUnderAnotherAccountIsNamed() {
        kit.sql("update audit_record set subject_id = ? where seq = 17", ann.value());
        assertThat(bad()).isEqualTo(17);
    }

    @Test
    void aDroppedRecordIsNamed() {
        long seq = random.nextInt(RECORDS);
        kit.sql("delete from audit_record where seq = ?", seq);
        assertThat(bad()).as("seed %d", seed).isEqualTo(seq);
    }

    @Test
    void aDroppedRecordIsNamedWhenTheOthersMoveUp() {
        long seq = random.nextInt(RECORDS - 1);
        kit.sql("delete from audit_record where seq = ?", seq);
        for (long i = seq + 1; i < RECORDS; i++) {
            kit.sql("update audit_record set seq = ? where seq = ?", i - 1, i);
        }
        assertThat(bad()).as("seed %d", seed).isEqualTo(seq);
    }

    @Test
    void reorderedRecordsAreNamed() {
        long first = random.nextInt(RECORDS - 1);
        long second = first + 1 + random.nextInt((int) (RECORDS - 1 - first));
        kit.sql("update audit_record set seq = -1 where seq = ?", first);
        kit.sql("update audit_record set seq = ? where seq = ?", first, second);
        kit.sql("update audit_record set seq = ? where seq = -1", second);
        assertThat(bad()).as("seed %d", seed).isEqualTo(first);
    }

    @Test
    void anInsertedRecordIsNamed() {
        long seq = random.nextInt(RECORDS);
        for (long i = RECORDS - 1; i >= seq; i--) {
            kit.sql("update audit_record set seq = ? where seq = ?", i + 1, i);
        }
        LogRows.Stored like = kit.rows(seq == 0 ? 1 : 0, 1).getFirst();
        insert(seq, like.body(), like.hash());
        assertThat(bad()).as("seed %d", seed).isEqualTo(seq);
    }

    @Test
    void anAppendedRecordIsNamed() {
        LogRows.Stored last = kit.rows(RECORDS - 1, 1).getFirst();
        insert(RECORDS, last.body(), Body.hash(RECORDS, last.hash(), last.body()));
        assertThat(bad()).isEqualTo(RECORDS);
    }

    private void insert(long seq, byte[] body, byte[] hash) {
        kit.sql(
                "insert into audit_record (seq, subject_id, notable, body, hash) values"
                        + " (?, ?, 1, ?, ?)",
                seq,
                bob.value(),
                body,
                hash);
    }

    /** Makes rows, nodes and head agree with each other again from a record on. */
    private void forge(List<LogRows.Stored> records) {
        kit.sql("delete from audit_record");
        kit.sql("delete from audit_node");
        kit.sql("delete from audit_head");
        kit.test()
                .store()
                .database()
                .writeDurably(
                        session ->
                                session.doWork(
                                        connection -> {
                                            LogRows.insertHead(connection);
                                            Appender.extend(
                                                    connection,
                                                    LogRows.Head.NONE,
                                                    records.stream()
                                                            .map(LogRows.Stored::body)
                                                            .toList());
                                        }));
    }

    @Test
    void aWholeChainForgedWithoutTheKeyIsNotSigned() {
        List<LogRows.Stored> records = new ArrayList<>(kit.rows(0, RECORDS));
        LogRows.Stored victim = records.get(320);
        byte[] other = victim.body().clone();
        // another time
        other[8] ^= 1;
        records.set(320, new LogRows.Stored(320, victim.subject(), 1, other, victim.hash()));
        forge(records);
        // between the checkpoint before it and the one after it
        assertThat(bad()).isEqualTo(300);
        kit.sql("delete from audit_checkpoint where size = 350");
        assertThat(bad()).as("by audit.checkpoint").isEqualTo(300);
    }

    @Test
    void aTailCutOffIsNamed() {
        kit.sql("delete from audit_record where seq >= 340");
        assertThat(bad()).isEqualTo(340);
    }

    @Test
    void aTailCutOffWithAllTracesInTheDatabaseIsNamed() throws IOException {
        forge(kit.rows(0, 320));
        kit.sql("delete from audit_checkpoint where size > 320");
        assertThat(bad()).as("by what lies beside it").isEqualTo(320);

        Files.delete(kit.data().resolve("audit.checkpoint"));
        assertThat(bad()).as("by the mark").isEqualTo(320);

        Files.delete(kit.data().resolve("audit.mark"));
        AuditVerify.Result result = kit.log().verification().run(Optional.of(exported), n -> {});
        assertThat(result.bad().orElseThrow().seq()).as("by an exported one").isEqualTo(320);
    }

    @Test
    void evenTheLastRecordsAfterACheckpointAreMissed() {
        forge(kit.rows(0, 365));
        assertThat(bad()).isEqualTo(365);
    }

    @Test
    void aCutStaysKnownWhenTheLogGoesOn() throws IOException {
        forge(kit.rows(0, 345));
        kit.sql("delete from audit_checkpoint where size > 345");
        kit.reopen();
        add(345, 400);
        assertThat(bad()).isEqualTo(345);
        Path lost = kit.data().resolve("audit.lost");
        assertThat(lost).exists();
        assertThat(kit.log().reader().latest(Long.MAX_VALUE, 100))
                .anyMatch(r -> r.action().orElseThrow() == Action.AUDIT_CUT);
        // an operator who can explain it
        Files.delete(lost);
        assertThat(kit.verify().bad()).isEmpty();
        AuditVerify.Result result = kit.log().verification().run(Optional.of(exported), n -> {});
        assertThat(result.bad()).as("the exported checkpoint still tells").isPresent();
    }

    @Test
    void aForgedCheckpointIsNotBelieved() {
        String note = exported.note().replace("\n350\n", "\n349\n");
        Checkpoint forged = Checkpoint.parse(note).orElseThrow();
        assertThat(kit.log().verification().run(Optional.of(forged), n -> {}).bad()).isPresent();
        kit.sql("update audit_checkpoint set note = ? where size = 350", note);
        assertThat(bad()).isEqualTo(300);
    }

    @Test
    void aNodeOfTheTreeThatDoesNotAgreeIsNamed() {
        kit.sql("update audit_node set hash = ? where place = 0", new byte[32]);
        assertThat(bad()).isZero();
    }
}
