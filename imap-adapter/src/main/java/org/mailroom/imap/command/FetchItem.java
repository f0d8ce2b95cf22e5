package org.mailroom.imap.command;

import java.util.List;
import java.util.Optional;

/** One thing FETCH can ask of a message. RFC 9051 §6.4.5. */
public sealed interface FetchItem {
    /** Whether answering sets \Seen. */
    default boolean marksSeen() {
        return false;
    }

    /** What needs no argument. */
    enum Attribute implements FetchItem {
        FLAGS("FLAGS"),
        UID("UID"),
        INTERNALDATE("INTERNALDATE"),
        RFC822_SIZE("RFC822.SIZE"),
        ENVELOPE("ENVELOPE"),
        /** BODYSTRUCTURE without extension data. */
        BODY("BODY"),
        BODYSTRUCTURE("BODYSTRUCTURE"),
        /** RFC 7162 §3.1.5. */
        MODSEQ("MODSEQ"),
        /** RFC 8474 §5.1. */
        EMAILID("EMAILID"),
        /** RFC 8474 §5.2. */
        THREADID("THREADID"),
        /** RFC 8514 §3. */
        SAVEDATE("SAVEDATE");

        private final String wire;

        Attribute(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }

    /** RFC822, RFC822.HEADER, RFC822.TEXT. RFC 3501 §6.4.5. */
    enum Rfc822 implements FetchItem {
        MESSAGE("RFC822"),
        HEADER("RFC822.HEADER"),
        TEXT("RFC822.TEXT");

        private final String wire;

        Rfc822(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }

        @Override
        public boolean marksSeen() {
            return this != HEADER;
        }

        /** The section that says the same. */
        public Section section() {
            return switch (this) {
                case MESSAGE -> Section.WHOLE;
                case HEADER -> Section.HEADER;
                case TEXT -> Section.TEXT;
            };
        }
    }

    /** BODY[…] and BODY.PEEK[…]. */
    record BodySection(Section section, Optional<Partial> partial, boolean peek)
            implements FetchItem {
        @Override
        public boolean marksSeen() {
            return !peek;
        }
    }

    /** BINARY[…] and BINARY.PEEK[…]; an empty part is the whole message. RFC 9051 §6.4.5. */
    record BinarySection(List<Integer> part, Optional<Partial> partial, boolean peek)
            implements FetchItem {
        public BinarySection {
            part = List.copyOf(part);
        }

        @Override
        public boolean marksSeen() {
            return !peek;
        }
    }

    /** BINARY.SIZE[…]. RFC 9051 §6.4.5. */
    record BinarySize(List<Integer> part) implements FetchItem {
        public BinarySize {
            part = List.copyOf(part);
        }
    }

    /** PREVIEW; a lazy one may be answered NIL rather than computed. RFC 8970 §3. */
    record Preview(boolean lazy) implements FetchItem {}

    /** Octets of a section: where they start and at most how many. */
    record Partial(long offset, long length) {
        public Partial {
            if (offset < 0 || length < 1) {
                throw new IllegalArgumentException("partial " + offset + "." + length);
            }
        }
    }
}
