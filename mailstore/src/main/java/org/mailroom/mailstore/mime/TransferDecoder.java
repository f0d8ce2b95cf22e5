package org.mailroom.mailstore.mime;

import java.io.IOException;
import java.io.InputStream;

/** Takes the transfer encoding off a body, for BINARY and search. RFC 2045 §6, RFC 3516. */
public final class TransferDecoder {
    private TransferDecoder() {}

    /**
     * The decoded body; rubbish between the good characters is passed over.
     *
     * @throws UnknownTransferEncoding when the part names an encoding nobody knows
     */
    public static InputStream decode(Part part, InputStream body) throws UnknownTransferEncoding {
        throw new UnsupportedOperationException(body.toString() + part);
    }

    /** How many octets {@link #decode} gives; reads the body only when it must. */
    public static long decodedSize(Part part, ByteSource message)
            throws IOException, UnknownTransferEncoding {
        throw new UnsupportedOperationException(message.toString() + part);
    }

    /** {@code NO [UNKNOWN-CTE]}. RFC 9051 §7.1. */
    public static final class UnknownTransferEncoding extends Exception {
        private static final long serialVersionUID = 1;

        UnknownTransferEncoding(String encoding) {
            super(encoding);
        }
    }
}
