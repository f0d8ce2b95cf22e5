package org.mailroom.mailstore.mime;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The header fields of one header block, as bytes, in order. Lines that are no field (an mbox "From
 * " line, rubbish) belong to no field and are passed over. RFC 5322 §2.2.
 */
public final class HeaderBlock {
    private HeaderBlock() {}

    public static HeaderBlock of(byte[] block) {
        throw new UnsupportedOperationException("" + block.length);
    }

    /** A field; value is unfolded, one char an octet. */
    public record Field(String name, String value) {
        /** The value as people read it: encoded words and 8-bit text decoded. */
        public String decoded() {
            throw new UnsupportedOperationException();
        }
    }

    public List<Field> fields() {
        throw new UnsupportedOperationException();
    }

    /** The first field of this name, in any case. */
    public Optional<Field> first(String name) {
        throw new UnsupportedOperationException(name);
    }

    public List<Field> all(String name) {
        throw new UnsupportedOperationException(name);
    }

    /** HEADER.FIELDS (or .NOT): the raw fields, in order, and the blank line. RFC 9051 §6.4.5.1. */
    public byte[] select(Collection<String> names, boolean not) {
        throw new UnsupportedOperationException("" + names + not);
    }

    /** How many servers this message says it has passed. RFC 5321 §6.3. */
    public int hops() {
        throw new UnsupportedOperationException();
    }
}
