package org.mailroom.mailstore.mime;

/** A run of octets of a message. */
public record Range(long offset, long length) {
    public Range {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("range " + offset + "+" + length);
        }
    }

    public long end() {
        return offset + length;
    }

    /** The partial of a FETCH {@code <from.count>}, cut to what there is. RFC 9051 §6.4.5. */
    public Range partial(long from, long count) {
        long start = Math.min(from, length);
        return new Range(offset + start, Math.min(count, length - start));
    }
}
