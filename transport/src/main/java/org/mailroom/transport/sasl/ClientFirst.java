package org.mailroom.transport.sasl;

import java.util.Optional;

/**
 * The message with which a SCRAM client begins. RFC 5802 §7.
 *
 * @param header the GS2 header with its last comma, which the client repeats in its last message
 * @param binding the client's word on channel binding: {@code n}, {@code y} or {@code p=} and a
 *     name
 * @param actFor the identity asked for; empty for the user's own
 * @param bare the message without its header, which is signed
 */
record ClientFirst(
        String header, String binding, String actFor, String user, String nonce, String bare) {

    /** Empty if the message is not well-formed. */
    static Optional<ClientFirst> parse(String message) {
        int first = message.indexOf(',');
        int second = first < 0 ? -1 : message.indexOf(',', first + 1);
        if (second < 0) return Optional.empty();
        String binding = message.substring(0, first);
        String actFor = message.substring(first + 1, second);
        if (!binding.equals("n") && !binding.equals("y") && !binding.startsWith("p=")) {
            return Optional.empty();
        }
        if (!actFor.isEmpty() && !actFor.startsWith("a=")) return Optional.empty();
        String bare = message.substring(second + 1);
        // An extension that must be understood (m=) would stand first, and is refused with it.
        String[] attributes = bare.split(",", -1);
        if (attributes.length < 2
                || !attributes[0].startsWith("n=")
                || !attributes[1].startsWith("r=")) {
            return Optional.empty();
        }
        String nonce = attributes[1].substring(2);
        Optional<String> user = saslName(attributes[0].substring(2));
        Optional<String> identity = saslName(actFor.isEmpty() ? "" : actFor.substring(2));
        if (user.isEmpty() || identity.isEmpty() || !printable(nonce)) return Optional.empty();
        return Optional.of(
                new ClientFirst(
                        message.substring(0, second + 1),
                        binding,
                        identity.get(),
                        user.get(),
                        nonce,
                        bare));
    }

    private static boolean printable(String nonce) {
        return !nonce.isEmpty() && nonce.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }

    /** Undoes {@code =2C} and {@code =3D}; no other use of {@code =} is allowed. */
    static Optional<String> saslName(String escaped) {
        String rest = escaped.replace("=2C", "").replace("=3D", "");
        if (rest.indexOf('=') >= 0) return Optional.empty();
        return Optional.of(escaped.replace("=2C", ",").replace("=3D", "="));
    }
}
