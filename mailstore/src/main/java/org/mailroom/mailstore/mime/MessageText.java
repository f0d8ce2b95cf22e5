package org.mailroom.mailstore.mime;

import java.io.IOException;

/**
 * The text of one message as SEARCH looks at it: headers decoded, text parts without transfer
 * encoding and in Unicode. Reads no more of the message than a question needs. RFC 9051 §6.4.4.
 */
public final class MessageText {
    public MessageText(Summary summary, ByteSource message) {
        throw new UnsupportedOperationException("" + summary + message);
    }

    /** HEADER, FROM, TO, CC, BCC, SUBJECT: an empty string asks whether the field exists. */
    public boolean header(String name, SearchString string) throws IOException {
        throw new UnsupportedOperationException(name + string);
    }

    /** BODY: in a text part, or in a header of a message inside this one. */
    public boolean body(SearchString string) throws IOException {
        throw new UnsupportedOperationException("" + string);
    }

    /** TEXT: in the header, in a part's header, or in the body. */
    public boolean text(SearchString string) throws IOException {
        throw new UnsupportedOperationException("" + string);
    }
}
