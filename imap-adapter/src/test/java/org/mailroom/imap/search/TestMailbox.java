package org.mailroom.imap.search;

import org.mailroom.mailstore.mail.Email;
import org.mailroom.mailstore.mailbox.KeywordSets;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;
import org.mailroom.mailstore.mime.ByteSource;
import org.mailroom.mailstore.mime.MessageScanner;
import org.mailroom.mailstore.refusal.Refused;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A mailbox of random messages in memory, which counts how often one is looked into. */
final class TestMailbox implements Messages {
    static final List<String> WORDS =
            List.of("alpha", "Beta", "gamma", "plan", "Budget", "zzz", "alphabet", "be");
    static final LocalDate FIRST_DAY = LocalDate.of(2024, 2, 27);
    static final List<String> KEYWORDS = List.of("$Work", "later");

    /** What is known of a message without asking the code under test. */
    record Known(
            int number,
            MessageRow row,
            List<String> keywords,
            String from,
            String subject,
            String body,
            String source,
            Optional<LocalDate> sent,
            long thread) {}

    private final List<Known> known = new ArrayList<>();
    private final MailboxView view;
    final Set<Long> gone = new HashSet<>();
    int asked;
    int opened;
    int located;

    TestMailbox(SplittableRandom random, int count) {
        KeywordSets sets = new KeywordSets();
        sets.add(List.of("$Work"));
        sets.add(List.of("$Work", "later"));
        MailboxView.Builder builder = new MailboxView.Builder();
        long uid = 0;
        for (int number = 1; number <= count; number++) {
            uid += random.nextLong(1, 4);
            Known message = message(random, sets, number, uid);
            known.add(message);
            builder.add(message.row());
        }
        view =
                builder.build(
                        new Mailbox(
                                new MailboxId(1),
                                MailboxName.INBOX,
                                Optional.empty(),
                                7,
                                uid + 1,
                                uid + 1,
                                count,
                                0,
                                0,
                                0,
                                100),
                        sets);
    }

    private static Known message(SplittableRandom random, KeywordSets sets, int number, long uid) {
        String from = word(random) + "@" + word(random).toLowerCase(Locale.ROOT) + ".test";
        String subject = word(random) + " " + word(random);
        String body = word(random) + "\r\n" + word(random) + " " + word(random) + "\r\n";
        Optional<LocalDate> sent =
                random.nextInt(5) == 0 ? Optional.empty() : Optional.of(day(random));
        String date =
                sent.map(
                                day ->
                                        "Date: "
                                                + DateTimeFormatter.ofPattern(
                                                                "d MMM yyyy", Locale.ROOT)
                                                        .format(day)
                                                + " 23:59:00 -1100\r\n")
                        .orElse("");
        String source =
                "From: "
                        + from
                        + "\r\nSubject: "
                        + subject
                        + "\r\n"
                        + date
                        + "X-Mark: "
                        + number
                        + "\r\n\r\n"
                        + body;
        int set = random.nextInt(3);
        MessageRow row =
                new MessageRow(
                        uid,
                        random.nextInt(32),
                        set,
                        random.nextLong(1, 100),
                        source.length(),
                        1000 + number,
                        second(random),
                        second(random));
        return new Known(
                number, row, sets.keywords(set), from, subject, body, source, sent, number / 3);
    }

    static String word(SplittableRandom random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    static LocalDate day(SplittableRandom random) {
        return FIRST_DAY.plusDays(random.nextInt(6));
    }

    private static long second(SplittableRandom random) {
        return day(random).toEpochDay() * 86_400 + random.nextInt(86_400);
    }

    MailboxView view() {
        return view;
    }

    List<Known> known() {
        return known;
    }

    @Override
    public List<Email> emails(long[] emailIds) {
        List<Email> found = new ArrayList<>();
        for (long id : emailIds) {
            asked++;
            Known message = known.get((int) id - 1001);
            if (!gone.contains(id)) {
                byte[] source = message.source().getBytes(StandardCharsets.US_ASCII);
                found.add(
                        new Email(
                                id,
                                message.thread(),
                                source.length,
                                message.row().received(),
                                MessageScanner.scan(source)));
            }
        }
        return found;
    }

    @Override
    public void locate(long[] emailIds) {
        located += emailIds.length;
    }

    @Override
    public OpenMessage open(long emailId) {
        opened++;
        if (gone.contains(-emailId)) {
            throw new Refused(Refused.Reason.EXPUNGED, "The message is gone");
        }
        Known message = known.get((int) emailId - 1001);
        ByteSource bytes = ByteSource.of(message.source().getBytes(StandardCharsets.US_ASCII));
        return new OpenMessage() {
            @Override
            public InputStream range(long offset, long length) throws IOException {
                return bytes.range(offset, length);
            }

            @Override
            public void close() {
                opened += 1000; // closed as often as opened, or the sum tells
            }
        };
    }
}
