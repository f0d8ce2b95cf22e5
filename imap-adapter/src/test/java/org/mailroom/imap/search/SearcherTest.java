package org.mailroom.imap.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.imap.command.Flag;
import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.SearchKey;
import org.mailroom.imap.command.SearchKey.Compare;
import org.mailroom.imap.command.SearchKey.DateOf;
import org.mailroom.imap.command.SearchKey.Place;
import org.mailroom.imap.command.SearchProgram;
import org.mailroom.imap.command.SearchProgram.Return;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.command.SystemFlag;
import org.mailroom.imap.response.SearchAnswer;
import org.mailroom.imap.search.TestMailbox.Known;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

@Timeout(60)
class SearcherTest {
    private static final SequenceSet SAVED = SequenceSet.ofRange(10, 20);
    private static final long RECENT_FROM = 30;

    private static SearchContext context(TestMailbox mailbox) {
        return new SearchContext(mailbox.view(), mailbox, uid -> uid >= RECENT_FROM, SAVED);
    }

    private static TestMailbox mailbox(int count) {
        return new TestMailbox(new SplittableRandom(count), count);
    }

    /** Any combination of keys finds what reading every message by hand finds. */
    @Test
    void agreesWithReadingEveryMessage() {
        for (long seed = 0; seed < 1_500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TestMailbox mailbox = new TestMailbox(random, random.nextInt(40));
            SearchKey key = key(random, 4);
            long[] expected =
                    mailbox.known().stream()
                            .filter(message -> holds(key, message, mailbox))
                            .mapToLong(message -> message.row().uid())
                            .toArray();
            assertThat(Searcher.search(key, context(mailbox)).numbers(Numbering.UID))
                    .as("seed " + seed + ": " + key)
                    .isEqualTo(expected);
            assertThat(mailbox.opened % 1001).as("left open, seed " + seed).isZero();
        }
    }

    private static SearchKey key(SplittableRandom random, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            return switch (random.nextInt(3)) {
                case 0 -> new SearchKey.Not(key(random, depth - 1));
                case 1 -> new SearchKey.Or(key(random, depth - 1), key(random, depth - 1));
                default -> {
                    List<SearchKey> keys = new ArrayList<>();
                    for (int i = random.nextInt(1, 4); i > 0; i--) {
                        keys.add(key(random, depth - 1));
                    }
                    yield new SearchKey.And(keys);
                }
            };
        }
        String word = TestMailbox.word(random).toUpperCase(Locale.ROOT);
        LocalDate day = TestMailbox.day(random);
        Compare compare = any(Compare.values(), random);
        return switch (random.nextInt(18)) {
            case 0 -> new SearchKey.All();
            case 1, 2, 3 -> new SearchKey.HasFlag(any(SystemFlag.values(), random));
            case 4 ->
                    new SearchKey.HasKeyword(
                            new Flag.Keyword(random.nextBoolean() ? "$work" : "x"));
            case 5 -> new SearchKey.Numbers(set(random));
            case 6 -> new SearchKey.Uids(set(random));
            case 7 -> new SearchKey.Larger(random.nextLong(80, 160));
            case 8 -> new SearchKey.Smaller(random.nextLong(80, 160));
            case 9, 10 -> new SearchKey.Dated(any(DateOf.values(), random), compare, day);
            case 11, 12 -> new SearchKey.Contains(any(Place.values(), random), word);
            case 13 -> new SearchKey.HeaderContains("x-mark", random.nextInt(3) + "");
            case 14 -> new SearchKey.HeaderContains("Date", "");
            case 15 -> new SearchKey.ModSeq(Optional.empty(), random.nextLong(100));
            case 16 -> new SearchKey.EmailId("M" + (1001 + random.nextInt(40)));
            default -> new SearchKey.ThreadId("T" + random.nextInt(14));
        };
    }

    private static <T> T any(T[] values, SplittableRandom random) {
        return values[random.nextInt(values.length)];
    }

    private static SequenceSet set(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> SequenceSet.SAVED_RESULT;
            case 1 -> SequenceSet.parse("*");
            case 2 -> SequenceSet.parse(random.nextInt(1, 60) + ":*");
            default -> SequenceSet.parse("3,7:" + random.nextInt(5, 60));
        };
    }

    private static boolean holds(SearchKey key, Known message, TestMailbox mailbox) {
        return switch (key) {
            case SearchKey.All all -> true;
            case SearchKey.SaveDateSupported supported -> true;
            case SearchKey.And and ->
                    and.keys().stream().allMatch(part -> holds(part, message, mailbox));
            case SearchKey.Or or ->
                    holds(or.left(), message, mailbox) || holds(or.right(), message, mailbox);
            case SearchKey.Not not -> !holds(not.key(), message, mailbox);
            case SearchKey.HasFlag has -> hasFlag(has.flag(), message);
            case SearchKey.HasKeyword has ->
                    has.keyword().folded().equals("$work") && message.keywords().contains("$Work");
            case SearchKey.Numbers numbers ->
                    named(numbers.set(), message, message.number(), mailbox.known().size());
            case SearchKey.Uids uids ->
                    named(
                            uids.set(),
                            message,
                            message.row().uid(),
                            mailbox.known().getLast().row().uid());
            case SearchKey.Larger larger -> message.source().length() > larger.octets();
            case SearchKey.Smaller smaller -> message.source().length() < smaller.octets();
            case SearchKey.Dated dated -> dated(dated, message);
            case SearchKey.ModSeq modSeq -> message.row().modseq() >= modSeq.atLeast();
            case SearchKey.EmailId id -> id.id().equals("M" + (1000 + message.number()));
            case SearchKey.ThreadId id -> id.id().equals("T" + message.thread());
            case SearchKey.Contains contains -> contains(contains, message);
            case SearchKey.HeaderContains header ->
                    header.field().equals("Date")
                            ? message.sent().isPresent()
                            : (message.number() + "").contains(header.text());
        };
    }

    private static boolean hasFlag(SystemFlag flag, Known message) {
        return flag == SystemFlag.RECENT
                ? message.row().uid() >= RECENT_FROM
                : org.mailroom.mailstore.mailbox.SystemFlag.valueOf(flag.name())
                        .in(message.row().flags());
    }

    private static boolean named(SequenceSet set, Known message, long number, long largest) {
        if (set.isSavedResult()) {
            return message.row().uid() >= 10 && message.row().uid() <= 20;
        }
        for (String range : set.toString().split(",")) {
            String[] ends = range.replace("*", largest + "").split(":");
            long first = Long.parseLong(ends[0]);
            long last = Long.parseLong(ends[ends.length - 1]);
            if (number >= Math.min(first, last) && number <= Math.max(first, last)) {
                return true;
            }
        }
        return false;
    }

    private static boolean dated(SearchKey.Dated dated, Known message) {
        Optional<LocalDate> day =
                switch (dated.which()) {
                    case INTERNAL -> Optional.of(day(message.row().received()));
                    case SAVED -> Optional.of(day(message.row().saved()));
                    case SENT -> message.sent();
                };
        if (day.isEmpty()) {
            return false;
        }
        return switch (dated.compare()) {
            case BEFORE -> day.get().isBefore(dated.date());
            case ON -> day.get().equals(dated.date());
            case SINCE -> !day.get().isBefore(dated.date());
        };
    }

    private static LocalDate day(long second) {
        return Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static boolean contains(SearchKey.Contains contains, Known message) {
        String where =
                switch (contains.place()) {
                    case FROM -> message.from();
                    case SUBJECT -> message.subject();
                    case BODY -> message.body();
                    case TEXT -> message.source();
                    case TO, CC, BCC -> "";
                };
        String wanted = contains.text().toLowerCase(Locale.ROOT);
        return where.toLowerCase(Locale.ROOT).contains(wanted);
    }

    @Test
    void looksOnlyIntoMessagesInDoubt() {
        TestMailbox mailbox = mailbox(30);
        SearchKey body = new SearchKey.Contains(Place.BODY, "alpha");
        SearchKey two = new SearchKey.Numbers(SequenceSet.of(4, 9));
        Searcher.search(new SearchKey.And(List.of(body, two)), context(mailbox));
        assertThat(mailbox.asked).isEqualTo(2);
        assertThat(mailbox.located).isEqualTo(2);
        assertThat(mailbox.opened).isEqualTo(2 * 1001);
    }

    @Test
    void opensNothingForWhatTheSummaryTells() {
        TestMailbox mailbox = mailbox(30);
        Searcher.search(new SearchKey.Contains(Place.SUBJECT, "alpha"), context(mailbox));
        assertThat(mailbox.asked).isEqualTo(30);
        assertThat(mailbox.located).isZero();
        assertThat(mailbox.opened).isZero();
    }

    @Test
    void doesNotFindWhatGoesMeanwhile() {
        TestMailbox mailbox = mailbox(10);
        mailbox.gone.add(1003L);
        mailbox.gone.add(-1005L);
        SearchKey body = new SearchKey.Contains(Place.BODY, "");
        assertThat(
                        Searcher.search(
                                        new SearchKey.Contains(Place.TEXT, "X-Mark"),
                                        context(mailbox))
                                .numbers(Numbering.SEQUENCE))
                .isEqualTo(new long[] {1, 2, 4, 6, 7, 8, 9, 10});
        assertThat(Searcher.search(body, context(mailbox)).count()).isEqualTo(9);
    }

    private static SearchAnswer answer(TestMailbox mailbox, String set, Return... returns) {
        SearchKey key =
                new SearchKey.And(
                        List.of(
                                new SearchKey.Numbers(SequenceSet.parse(set)),
                                new SearchKey.ModSeq(Optional.empty(), 0)));
        return Searcher.search(key, context(mailbox))
                .answer(new SearchProgram(Optional.of(Set.of(returns)), key), Numbering.SEQUENCE);
    }

    @Test
    void answersAsAsked() {
        TestMailbox mailbox = mailbox(10);
        SearchAnswer both = answer(mailbox, "2,4:6", Return.MIN, Return.MAX);
        assertThat(both.min()).isEqualTo(OptionalLong.of(2));
        assertThat(both.max()).isEqualTo(OptionalLong.of(6));
        assertThat(both.all()).isEmpty();
        assertThat(both.count()).isEmpty();
        assertThat(both.modSeq())
                .isEqualTo(
                        OptionalLong.of(
                                Math.max(mailbox.view().modseq(1), mailbox.view().modseq(5))));
        SearchAnswer all = answer(mailbox, "2,4:6", Return.ALL, Return.COUNT);
        assertThat(all.all()).contains(SequenceSet.parse("2,4:6"));
        assertThat(all.count()).isEqualTo(OptionalLong.of(4));
        SearchAnswer none =
                answer(mailbox, "11:12", Return.MIN, Return.MAX, Return.ALL, Return.COUNT);
        assertThat(none.min()).isEmpty();
        assertThat(none.all()).isEmpty();
        assertThat(none.modSeq()).isEmpty();
        assertThat(none.count()).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void savesWhatTheAnswerSpeaksOf() {
        TestMailbox mailbox = mailbox(10);
        SearchKey key = new SearchKey.Numbers(SequenceSet.parse("2,4:6"));
        Found found = Searcher.search(key, context(mailbox));
        SequenceSet uids = found.set(Numbering.UID);
        long first = mailbox.view().uid(1);
        long last = mailbox.view().uid(5);
        assertThat(found.toSave(Set.of(Return.SAVE))).isEqualTo(uids);
        assertThat(found.toSave(Set.of(Return.SAVE, Return.MIN))).isEqualTo(SequenceSet.of(first));
        assertThat(found.toSave(Set.of(Return.SAVE, Return.MAX))).isEqualTo(SequenceSet.of(last));
        assertThat(found.toSave(Set.of(Return.SAVE, Return.MIN, Return.MAX)))
                .isEqualTo(SequenceSet.of(first, last));
        assertThat(found.toSave(Set.of(Return.SAVE, Return.MIN, Return.COUNT))).isEqualTo(uids);
        Found none = Searcher.search(new SearchKey.Not(new SearchKey.All()), context(mailbox));
        assertThat(none.toSave(Set.of(Return.SAVE, Return.MIN))).isEqualTo(SequenceSet.EMPTY);
    }
}
