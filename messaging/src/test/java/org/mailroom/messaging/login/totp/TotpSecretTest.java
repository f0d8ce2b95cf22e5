package org.mailroom.messaging.login.totp;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.security.SecureRandom;
import java.time.Instant;

class TotpSecretTest {
    private static final TotpSecret KNOWN =
            new TotpSecret("12345678901234567890".getBytes(US_ASCII));

    /** RFC 6238 §B, cut to six digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130",
    })
    void codesAreThoseOfTheStandard(long seconds, String code) {
        Instant at = Instant.ofEpochSecond(seconds);
        assertThat(KNOWN.code(TotpSecret.step(at))).isEqualTo(code);
        assertThat(KNOWN.matches(code, at, 0)).hasValue(seconds / 30);
    }

    /** RFC 4226 §D. */
    @ParameterizedTest
    @CsvSource({"0, 755224", "1, 287082", "2, 359152", "9, 520489"})
    void countsAsTheStandardDoes(long step, String code) {
        assertThat(KNOWN.code(step)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"-2, false", "-1, true", "0, true", "1, true", "2, false"})
    void allowsForDrift(long steps, boolean taken) {
        Instant now = Instant.ofEpochSecond(1_000_000_010);
        String code = KNOWN.code(TotpSecret.step(now) + steps);
        assertThat(KNOWN.matches(code, now, 1).isPresent()).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({"''", "28708", "2870820", "２８７０８２", "abcdef"})
    void takesNothingElse(String code) {
        assertThat(KNOWN.matches(code, Instant.ofEpochSecond(59), 1)).isEmpty();
    }

    @Test
    void isShownAsProgramsReadIt() {
        assertThat(KNOWN.text()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(KNOWN.uri("My Mail", "anna@demo.test"))
                .isEqualTo(
                        "otpauth://totp/My%20Mail:anna%40demo.test?secret="
                                + KNOWN.text()
                                + "&issuer=My%20Mail&algorithm=SHA1&digits=6&period=30");
        assertThat(KNOWN.toString()).doesNotContain(KNOWN.text());
        assertThat(TotpSecret.random(new SecureRandom()).text()).hasSize(32);
    }

    /** RFC 4648 §10, without padding. */
    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "f, MY",
        "fo, MZXQ",
        "foo, MZXW6",
        "foob, MZXW6YQ",
        "fooba, MZXW6YTB",
        "foobar, MZXW6YTBOI"
    })
    void base32(String plain, String encoded) {
        assertThat(Base32.of(plain.getBytes(US_ASCII))).isEqualTo(encoded);
    }
}
