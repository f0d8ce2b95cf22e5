package org.mailroom.messaging.provision;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Reads files of either form, which the first character tells. */
final class Items {
    private static final int BYTE_ORDER_MARK = 3;

    private Items() {}

    /** Reads all items of a file; what it cannot go on from is the last mistake. */
    static void read(ImportFile file, Consumer<Item> items, Consumer<Mistake> mistakes)
            throws IOException {
        try (InputStream in = new BufferedInputStream(file.content().open(), 64 << 10)) {
            if (json(in)) {
                JsonItems.read(file.name(), in, items, mistakes);
            } else {
                CsvItems.read(file.name(), in, items, mistakes);
            }
        } catch (BadFile e) {
            mistakes.accept(e.mistake());
        }
    }

    private static boolean json(InputStream in) throws IOException {
        in.mark(4096);
        int c = in.read();
        if (c == 0xEF) {
            in.skipNBytes(BYTE_ORDER_MARK - 1);
            c = in.read();
        }
        for (int i = 0; i < 4000 && c >= 0 && Character.isWhitespace(c); i++) {
            c = in.read();
        }
        in.reset();
        return c == '{' || c == '[';
    }
}
