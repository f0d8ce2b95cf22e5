package org.mailroom.imap.parser;

import org.mailroom.imap.command.Flag;
import org.mailroom.imap.command.SearchKey;
import org.mailroom.imap.command.SearchKey.Compare;
import org.mailroom.imap.command.SearchKey.DateOf;
import org.mailroom.imap.command.SearchKey.Place;
import org.mailroom.imap.command.SearchProgram;
import org.mailroom.imap.command.SyntaxError;
import org.mailroom.imap.command.SystemFlag;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** SEARCH. RFC 9051 §6.4.4, RFC 3501 §6.4.4, RFC 7162 §3.1.5, RFC 8474 §6, RFC 8514 §4. */
final class SearchParser {
    private static final Pattern OBJECT_ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private final Arguments in;
    private Charset charset = StandardCharsets.UTF_8;
    private int keys;

    SearchParser(Arguments in) {
        this.in = in;
    }

    SearchProgram program() throws IOException {
        in.space();
        Optional<Set<SearchProgram.Return>> returns = Optional.empty();
        if (in.follows("RETURN")) {
            in.name("RETURN");
            in.space();
            returns = Optional.of(returnOptions());
            in.space();
        }
        if (in.follows("CHARSET")) {
            in.name("CHARSET");
            in.space();
            charset = charset(in.decode(in.astring("a charset"), StandardCharsets.ISO_8859_1));
            in.space();
        }
        List<SearchKey> all = new ArrayList<>();
        do {
            all.add(key(1));
        } while (in.more());
        return new SearchProgram(returns, together(all));
    }

    private Set<SearchProgram.Return> returnOptions() throws IOException {
        Set<SearchProgram.Return> options = EnumSet.noneOf(SearchProgram.Return.class);
        in.list(
                "return options",
                10,
                () -> {
                    String name = in.name("a return option");
                    for (SearchProgram.Return option : SearchProgram.Return.values()) {
                        if (option.name().equals(name)) {
                            options.add(option);
                            return;
                        }
                    }
                    throw in.error("unknown return option");
                });
        if (options.isEmpty()) {
            options.add(SearchProgram.Return.ALL); // RFC 9051 §6.4.4
        }
        return options;
    }

    private static Charset charset(String name) {
        try {
            Charset charset = Charset.forName(name);
            // US-ASCII text is UTF-8, and clients that say the one often send the other.
            return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new SyntaxError(
                    SyntaxError.Answer.BAD_CHARSET, Optional.empty(), "unknown charset");
        }
    }

    private static SearchKey together(List<SearchKey> keys) {
        return keys.size() == 1 ? keys.getFirst() : new SearchKey.And(keys);
    }

    private SearchKey key(int depth) throws IOException {
        if (depth > in.limits().depth()) {
            throw in.error("a search nested deeper than " + in.limits().depth());
        }
        if (++keys > in.limits().searchKeys()) {
            throw in.error("more than " + in.limits().searchKeys() + " search keys");
        }
        int first = in.peek();
        if (first == '(') {
            List<SearchKey> all = new ArrayList<>();
            in.list("search keys", in.limits().searchKeys(), () -> all.add(key(depth + 1)));
            if (all.isEmpty()) {
                throw in.error("expected a search key");
            }
            return together(all);
        }
        if (first == '*' || first == '$' || (first >= '0' && first <= '9')) {
            return new SearchKey.Numbers(in.sequenceSet());
        }
        String name = in.name("a search key");
        return switch (name) {
            case "NOT" -> {
                in.space();
                yield new SearchKey.Not(key(depth + 1));
            }
            case "OR" -> {
                in.space();
                SearchKey left = key(depth + 1);
                in.space();
                yield new SearchKey.Or(left, key(depth + 1));
            }
            default -> flagKey(name);
        };
    }

    private SearchKey flagKey(String name) throws IOException {
        return switch (name) {
            case "ALL" -> new SearchKey.All();
            case "ANSWERED" -> new SearchKey.HasFlag(SystemFlag.ANSWERED);
            case "DELETED" -> new SearchKey.HasFlag(SystemFlag.DELETED);
            case "DRAFT" -> new SearchKey.HasFlag(SystemFlag.DRAFT);
            case "FLAGGED" -> new SearchKey.HasFlag(SystemFlag.FLAGGED);
            case "RECENT" -> new SearchKey.HasFlag(SystemFlag.RECENT);
            case "SEEN" -> new SearchKey.HasFlag(SystemFlag.SEEN);
            case "UNANSWERED" -> lacks(SystemFlag.ANSWERED);
            case "UNDELETED" -> lacks(SystemFlag.DELETED);
            case "UNDRAFT" -> lacks(SystemFlag.DRAFT);
            case "UNFLAGGED" -> lacks(SystemFlag.FLAGGED);
            case "UNSEEN" -> lacks(SystemFlag.SEEN);
            case "OLD" -> lacks(SystemFlag.RECENT);
            case "NEW" ->
                    new SearchKey.And(
                            List.of(
                                    new SearchKey.HasFlag(SystemFlag.RECENT),
                                    lacks(SystemFlag.SEEN)));
            case "KEYWORD" -> keyword();
            case "UNKEYWORD" -> new SearchKey.Not(keyword());
            default -> dateKey(name);
        };
    }

    private static SearchKey lacks(SystemFlag flag) {
        return new SearchKey.Not(new SearchKey.HasFlag(flag));
    }

    private SearchKey keyword() {
        in.space();
        String name = in.atom("a keyword");
        return new SearchKey.HasKeyword(in.checked(() -> new Flag.Keyword(name)));
    }

    private SearchKey dateKey(String name) throws IOException {
        return switch (name) {
            case "BEFORE" -> date(DateOf.INTERNAL, Compare.BEFORE);
            case "ON" -> date(DateOf.INTERNAL, Compare.ON);
            case "SINCE" -> date(DateOf.INTERNAL, Compare.SINCE);
            case "SENTBEFORE" -> date(DateOf.SENT, Compare.BEFORE);
            case "SENTON" -> date(DateOf.SENT, Compare.ON);
            case "SENTSINCE" -> date(DateOf.SENT, Compare.SINCE);
            case "SAVEDBEFORE" -> date(DateOf.SAVED, Compare.BEFORE);
            case "SAVEDON" -> date(DateOf.SAVED, Compare.ON);
            case "SAVEDSINCE" -> date(DateOf.SAVED, Compare.SINCE);
            case "SAVEDATESUPPORTED" -> new SearchKey.SaveDateSupported();
            default -> textKey(name);
        };
    }

    private SearchKey date(DateOf which, Compare compare) {
        in.space();
        return new SearchKey.Dated(which, compare, new DateParser(in).date());
    }

    private SearchKey textKey(String name) throws IOException {
        return switch (name) {
            case "BCC" -> contains(Place.BCC);
            case "CC" -> contains(Place.CC);
            case "FROM" -> contains(Place.FROM);
            case "TO" -> contains(Place.TO);
            case "SUBJECT" -> contains(Place.SUBJECT);
            case "BODY" -> contains(Place.BODY);
            case "TEXT" -> contains(Place.TEXT);
            case "HEADER" -> {
                in.space();
                String field = in.utf8("a field name");
                in.space();
                yield new SearchKey.HeaderContains(field, text());
            }
            default -> otherKey(name);
        };
    }

    private SearchKey contains(Place place) throws IOException {
        in.space();
        return new SearchKey.Contains(place, text());
    }

    private String text() throws IOException {
        byte[] octets = in.astring("a text");
        try {
            return in.decode(octets, charset);
        } catch (SyntaxError e) {
            // Not BAD: Angus Mail sends Latin-1 once UTF8=ACCEPT is on, and after NO searches
            // itself.
            throw new SyntaxError(SyntaxError.Answer.BAD_CHARSET, Optional.empty(), e.message());
        }
    }

    private SearchKey otherKey(String name) throws IOException {
        return switch (name) {
            case "UID" -> new SearchKey.Uids(argument().sequenceSet());
            case "LARGER" -> new SearchKey.Larger(argument().number("a size"));
            case "SMALLER" -> new SearchKey.Smaller(argument().number("a size"));
            case "MODSEQ" -> modSeq();
            case "EMAILID" -> new SearchKey.EmailId(objectId());
            case "THREADID" -> new SearchKey.ThreadId(objectId());
            default -> throw in.error("unknown search key");
        };
    }

    private Arguments argument() {
        in.space();
        return in;
    }

    private SearchKey modSeq() throws IOException {
        Optional<String> entry = Optional.empty();
        in.space();
        if (in.peek() == '"') {
            entry = Optional.of(in.utf8("an entry"));
            in.space();
            String type = in.name("an entry type");
            if (!List.of("PRIV", "SHARED", "ALL").contains(type)) {
                throw in.error("an entry type is priv, shared or all");
            }
            in.space();
        }
        return new SearchKey.ModSeq(entry, in.number("a mod-sequence"));
    }

    /** RFC 8474 §7, objectid. */
    private String objectId() throws IOException {
        String id = argument().utf8("an object id");
        if (!OBJECT_ID.matcher(id).matches()) {
            throw in.error("not an object id");
        }
        return id;
    }
}
