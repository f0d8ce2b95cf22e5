package org.mailroom.mailstore.mime;

import java.io.IOException;
import java.util.List;

/**
 * Any octets are a message: scanned, summed up, cut into sections and searched without complaint.
 */
public final class MimeFuzz {
    private static final List<String> SECTIONS =
            List.of("", "HEADER", "TEXT", "1", "1.MIME", "2", "1.1", "1.HEADER", "2.1.TEXT");

    private MimeFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Summary summary = Invariants.check(input);
            for (String section : SECTIONS) {
                Range range =
                        summary.range(Section.parse(section).orElseThrow()).orElse(new Range(0, 0));
                if (range.end() > input.length) throw new AssertionError(section + " " + range);
            }
            MessageText text = new MessageText(summary, ByteSource.of(input));
            SearchString absent = SearchString.of("\uFFFF?");
            if (text.text(absent) && !text.text(absent)) throw new AssertionError("search");
            text.body(SearchString.of("e"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
