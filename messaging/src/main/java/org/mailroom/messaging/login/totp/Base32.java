package org.mailroom.messaging.login.totp;

/** Octets as letters and digits that authenticator programs take. RFC 4648 §6, without padding. */
final class Base32 {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    static String of(byte[] octets) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte b : octets) {
            held = (held << 8) | (b & 0xFF);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(LETTERS.charAt((held >> bits) & 31));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(LETTERS.charAt((held << (5 - bits)) & 31));
        }
        return text.toString();
    }
}
