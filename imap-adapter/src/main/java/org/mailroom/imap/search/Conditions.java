package org.mailroom.imap.search;

import org.mailroom.imap.command.Flag;
import org.mailroom.imap.command.SearchKey;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.search.Condition.Combined;
import org.mailroom.imap.search.Condition.Cost;
import org.mailroom.imap.search.Condition.InMessage;
import org.mailroom.imap.search.Condition.InView;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.mime.SearchString;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** Makes search keys ready for one view. RFC 9051 §6.4.4. */
final class Conditions {
    private static final long DAY = 86_400;

    private final SearchContext context;
    private final MailboxView view;

    Conditions(SearchContext context) {
        this.context = context;
        this.view = context.view();
    }

    Condition of(SearchKey key) {
        return switch (key) {
            case SearchKey.All ignored -> new InView(i -> true);
            // Every message has a save date here. RFC 8514 §4.3.
            case SearchKey.SaveDateSupported ignored -> new InView(i -> true);
            case SearchKey.HasFlag has -> flag(has);
            case SearchKey.HasKeyword has -> keyword(has.keyword());
            case SearchKey.Numbers numbers -> numbers(numbers.set());
            case SearchKey.Uids uids -> uids(uids.set());
            case SearchKey.Larger larger -> new InView(i -> view.size(i) > larger.octets());
            case SearchKey.Smaller smaller -> new InView(i -> view.size(i) < smaller.octets());
            case SearchKey.Dated dated -> dated(dated);
            case SearchKey.ModSeq modSeq -> new InView(i -> view.modseq(i) >= modSeq.atLeast());
            case SearchKey.EmailId id -> emailId(id.id());
            case SearchKey.ThreadId id ->
                    new InMessage(Cost.SUMMARY, m -> m.email().threadObjectId().equals(id.id()));
            case SearchKey.Contains contains -> contains(contains);
            case SearchKey.HeaderContains header -> header(header.field(), header.text());
            case SearchKey.And and -> Combined.of(all(and.keys()), true);
            case SearchKey.Or or -> Combined.of(all(List.of(or.left(), or.right())), false);
            case SearchKey.Not not -> new Condition.Not(of(not.key()));
        };
    }

    private List<Condition> all(List<SearchKey> keys) {
        return keys.stream().map(this::of).toList();
    }

    private Condition flag(SearchKey.HasFlag has) {
        return switch (has.flag()) {
            case ANSWERED -> stored(SystemFlag.ANSWERED);
            case FLAGGED -> stored(SystemFlag.FLAGGED);
            case DELETED -> stored(SystemFlag.DELETED);
            case SEEN -> stored(SystemFlag.SEEN);
            case DRAFT -> stored(SystemFlag.DRAFT);
            case RECENT -> new InView(i -> context.recent().test(view.uid(i)));
        };
    }

    private Condition stored(SystemFlag flag) {
        return new InView(i -> flag.in(view.flags(i)));
    }

    private Condition keyword(Flag.Keyword keyword) {
        Map<Integer, Boolean> bySet = new HashMap<>();
        return new InView(
                i ->
                        bySet.computeIfAbsent(
                                view.keywordSet(i),
                                set ->
                                        view.keywords(set).stream()
                                                .anyMatch(keyword.wire()::equalsIgnoreCase)));
    }

    private Condition numbers(SequenceSet set) {
        if (set.isSavedResult()) {
            return uids(set);
        }
        SequenceSet numbers = set.resolve(view.size());
        return new InView(i -> numbers.contains(i + 1L));
    }

    private Condition uids(SequenceSet set) {
        long last = view.size() == 0 ? 0 : view.uid(view.size() - 1);
        SequenceSet uids = set.isSavedResult() ? context.saved() : set.resolve(last);
        return new InView(i -> uids.contains(view.uid(i)));
    }

    private Condition emailId(String id) {
        return new InView(i -> ("M" + view.emailId(i)).equals(id));
    }

    private Condition dated(SearchKey.Dated dated) {
        return switch (dated.which()) {
            case INTERNAL -> day(dated, view::received);
            case SAVED -> day(dated, view::saved);
            case SENT -> new InMessage(Cost.SUMMARY, m -> sent(dated, m));
        };
    }

    /** Days are those of UTC, in which FETCH tells these dates. */
    private static Condition day(SearchKey.Dated dated, IntToLongFunction second) {
        long wanted = dated.date().toEpochDay();
        return new InView(
                i ->
                        compare(
                                Long.compare(Math.floorDiv(second.applyAsLong(i), DAY), wanted),
                                dated.compare()));
    }

    /** The day the sender's clock showed; a message without a date has none. */
    private static boolean sent(SearchKey.Dated dated, Candidate message) {
        Optional<LocalDate> day = message.email().summary().sent().map(OffsetDateTime::toLocalDate);
        return day.isPresent() && compare(day.get().compareTo(dated.date()), dated.compare());
    }

    private static boolean compare(int order, SearchKey.Compare wanted) {
        return switch (wanted) {
            case BEFORE -> order < 0;
            case ON -> order == 0;
            case SINCE -> order >= 0;
        };
    }

    private static Condition contains(SearchKey.Contains contains) {
        return switch (contains.place()) {
            case BCC -> header("Bcc", contains.text());
            case CC -> header("Cc", contains.text());
            case FROM -> header("From", contains.text());
            case TO -> header("To", contains.text());
            case SUBJECT -> header("Subject", contains.text());
            case BODY -> {
                SearchString string = SearchString.of(contains.text());
                yield new InMessage(Cost.CONTENT, m -> m.text().body(string));
            }
            case TEXT -> {
                SearchString string = SearchString.of(contains.text());
                yield new InMessage(Cost.CONTENT, m -> m.text().text(string));
            }
        };
    }

    /** Most fields that are searched for are in the summary; others open the message. */
    private static Condition header(String field, String text) {
        SearchString string = SearchString.of(text);
        return new InMessage(Cost.SUMMARY, m -> m.text().header(field, string));
    }
}
