package org.mailroom.transport.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslprepTest {
    // RFC 4013 §3
    @ParameterizedTest
    @CsvSource({
        "I\\u00ADX, IX",
        "user, user",
        "USER, USER",
        "\\u00AA, a",
        "\\u2168, IX",
        "a\\u00A0b, a b",
        "a\\u3000b, a b",
        "e\\u0301, \\u00E9",
        "\\uD83D\\uDE00, \\uD83D\\uDE00",
    })
    void prepares(String text, String expected) {
        assertThat(Saslprep.prepare(unicode(text))).isEqualTo(unicode(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u0007",
                "a\\u0000",
                "\\uE000",
                "\\uD800",
                "\\uFFFE",
                "\\u200E",
                "\\u007F"
            })
    void refuses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Saslprep.prepare(unicode(text)));
    }

    private static String unicode(String escaped) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.startsWith("\\u", i)) {
                plain.append((char) Integer.parseInt(escaped.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                plain.append(escaped.charAt(i));
            }
        }
        return plain.toString();
    }
}
