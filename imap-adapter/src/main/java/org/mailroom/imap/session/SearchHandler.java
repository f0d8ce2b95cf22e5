package org.mailroom.imap.session;

import org.mailroom.imap.command.Search;
import org.mailroom.imap.command.SearchProgram;
import org.mailroom.imap.command.SearchProgram.Return;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.response.ResponseWriter;
import org.mailroom.imap.search.Found;
import org.mailroom.imap.search.SearchContext;
import org.mailroom.imap.search.Searcher;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;

/** SEARCH and UID SEARCH. RFC 9051 §6.4.4, §7.3.4, RFC 5182, RFC 7162 §3.1.5. */
final class SearchHandler {
    Reply handle(Search search, Session session) throws IOException {
        SearchProgram program = search.program();
        Selected selected = session.selected();
        Set<Return> returns = program.returns().orElse(Set.of(Return.ALL));
        boolean saves = returns.contains(Return.SAVE);
        if (program.usesModSeq()) {
            session.enableCondstore();
        }
        selected.syncFlags();
        SequenceSet saved = selected.saved();
        if (saves) {
            // RFC 5182 §2.1: a search that fails leaves "$" empty.
            selected.save(SequenceSet.EMPTY);
        }
        Found found = find(program, saved, session);
        if (saves) {
            selected.save(found.toSave(returns));
        }
        ResponseWriter writer = session.writer();
        if (program.returns().isEmpty() && !session.enabled().rev2()) {
            writer.search(
                    found.numbers(search.numbering()),
                    program.usesModSeq() ? found.highestModSeq() : OptionalLong.empty());
        } else if (!returns.equals(Set.of(Return.SAVE))) {
            writer.esearch(search.tag(), found.answer(program, search.numbering()));
        }
        return Reply.ok("SEARCH completed");
    }

    private static Found find(SearchProgram program, SequenceSet saved, Session session) {
        Selected selected = session.selected();
        return Searcher.search(
                program.key(),
                new SearchContext(
                        selected.announced(),
                        org.mailroom.imap.search.Messages.of(session.mail()),
                        selected::isRecent,
                        saved));
    }
}
