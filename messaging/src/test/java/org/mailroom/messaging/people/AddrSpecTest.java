package org.mailroom.messaging.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddrSpecTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "alice    | alice@demo.test",
                "a.b+c    | a.b+c@demo.test",
                "a b      | \"a b\"@demo.test",
                "a\"b\\c  | \"a\\\"b\\\\c\"@demo.test",
                ".a       | \".a\"@demo.test",
                "a..b     | \"a..b\"@demo.test",
                "a@b      | \"a@b\"@demo.test",
                "jürgen   | jürgen@demo.test",
            })
    void quotesOnlyWhereNeeded(String localPart, String written) {
        assertThat(new AddrSpec(localPart, "demo.test")).hasToString(written);
    }

    @Test
    void isPartedAtTheLastAt() {
        assertThat(AddrSpec.of("a@b@demo.test")).contains(new AddrSpec("a@b", "demo.test"));
        assertThat(AddrSpec.of("@demo.test")).isEmpty();
        assertThat(AddrSpec.of("alice@")).isEmpty();
        assertThat(AddrSpec.of("alice")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"alice+x, alice", "alice+x+y, alice", "+x, +x", "alice, alice", "alice+, alice"})
    void takesTheSubaddressOff(String localPart, String bare) {
        assertThat(new AddrSpec(localPart, "demo.test").withoutSubaddress('+'))
                .isEqualTo(new AddrSpec(bare, "demo.test"));
    }

    @Test
    void comparesDomainsInEitherForm() {
        AddrSpec address = new AddrSpec("a", "BÜCHER.test");

        assertThat(address.domain()).isEqualTo("bücher.test");
        assertThat(address.asciiDomain()).isEqualTo("xn--bcher-kva.test");
        assertThat(address.international()).isTrue();
        assertThat(new AddrSpec("a", "demo.test").international()).isFalse();
    }

    @Test
    void joinsWhatLooksTheSame() {
        assertThat(new AddrSpec("ju\u0308rgen", "demo.test"))
                .isEqualTo(new AddrSpec("j\u00fcrgen", "demo.test"));
    }
}
