package org.mailroom.messaging.people;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.SecureRandom;

class Argon2Test {
    /** From the tests of the reference implementation. */
    @Test
    void agreesWithTheReference() {
        Argon2 known =
                Argon2.parse(
                                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                                        + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
                        .orElseThrow();

        assertThat(known.matches("password".getBytes(UTF_8))).isTrue();
        assertThat(known.matches("Password".getBytes(UTF_8))).isFalse();
    }

    @Test
    void readsWhatItWrites() {
        Argon2 made = Argon2.of("secret".getBytes(UTF_8), new SecureRandom());

        assertThat(made.text()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        Argon2 read = Argon2.parse(made.text()).orElseThrow();
        assertThat(read.text()).isEqualTo(made.text());
        assertThat(read.matches("secret".getBytes(UTF_8))).isTrue();
        assertThat(made.toString()).doesNotContain(made.text().substring(35));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8",
                "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8",
                "$argon2id$v=19$m=4,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8",
                "$argon2id$v=19$m=65536,t=2,p=1$$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8",
            })
    void passesOverWhatIsNone(String text) {
        assertThat(Argon2.parse(text)).isEmpty();
    }
}
