package org.mailroom.mailstore.blob;

/**
 * Sealed content to be appended to a segment.
 *
 * @param head room for a record's header, then the first sealed chunk
 * @param rest where the chunks after that come from
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SealedContent(byte[] head, SealedSource rest) {}
