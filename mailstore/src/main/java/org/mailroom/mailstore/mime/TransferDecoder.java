package org.mailroom.mailstore.mime;

import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;

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
        return decode(part.content().encoding(), body);
    }

    static InputStream decode(String encoding, InputStream body) throws UnknownTransferEncoding {
        return switch (encoding) {
            case "7bit", "8bit", "binary" -> body;
            case "base64" -> new Base64InputStream(body, DecodeMonitor.SILENT);
            case "quoted-printable" -> new QuotedPrintableInputStream(body, DecodeMonitor.SILENT);
            default -> throw new UnknownTransferEncoding(encoding);
        };
    }

    /** How many octets {@link #decode} gives; reads the body only when it must. */
    public static long decodedSize(Part part, ByteSource message)
            throws IOException, UnknownTransferEncoding {
        String encoding = part.content().encoding();
        if (encoding.equals("7bit") || encoding.equals("8bit") || encoding.equals("binary")) {
            return part.body().length();
        }
        try (InputStream body = message.range(part.body());
                InputStream decoded = decode(part, body)) {
            byte[] buffer = new byte[16 * 1024];
            long size = 0;
            for (int n = decoded.read(buffer); n >= 0; n = decoded.read(buffer)) size += n;
            return size;
        }
    }

    /** {@code NO [UNKNOWN-CTE]}. RFC 9051 §7.1. */
    public static final class UnknownTransferEncoding extends Exception {
        private static final long serialVersionUID = 1;

        UnknownTransferEncoding(String encoding) {
            super(encoding);
        }
    }
}
