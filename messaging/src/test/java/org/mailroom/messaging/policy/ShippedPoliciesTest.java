package org.mailroom.messaging.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Objects;

@Timeout(30)
class ShippedPoliciesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "open",
                "sisterhood",
                "classroom",
                "healing-space",
                "care-collective",
                "mentoring"
            })
    void nothingIsWrongWithThem(String name) throws IOException {
        assertThat(RuleBook.check(Shipped.file(name))).isEmpty();
        assertThat(Shipped.rules(name).name()).isEqualTo(name);
    }

    @Test
    void whatIsBuiltInIsWhatIsShipped() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RuleBook.class.getResourceAsStream("open.yaml"))) {
            assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(Shipped.file("open")));
        }
        assertThat(RuleBook.open().policy()).isEqualTo("open");
    }
}
