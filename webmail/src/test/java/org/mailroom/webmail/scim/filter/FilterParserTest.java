package org.mailroom.webmail.scim.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

/** RFC 7644 §3.4.2.2, §3.5.2. */
@Timeout(20)
class FilterParserTest {
    private static final String[] PARTS = {
        "userName",
        "name.givenName",
        "emails",
        "value",
        "type",
        "members",
        " ",
        " ",
        " ",
        "eq",
        "ne",
        "co",
        "sw",
        "ew",
        "pr",
        "gt",
        "ge",
        "lt",
        "le",
        "and",
        "or",
        "not",
        "(",
        ")",
        "[",
        "]",
        "\"a\"",
        "\"",
        "\\",
        "true",
        "null",
        "1",
        "-2.5",
        ".",
        ":",
        "$ref",
        "urn:ietf:params:scim:schemas:core:2.0:User:",
        "é",
        "\u0000",
        "not (",
        "eq \"x\""
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "userName eq \"bjensen\"|userName eq \"bjensen\"",
                "userName Eq \"john\"|userName eq \"john\"",
                "title pr|title pr",
                "title pr and userType eq \"Employee\"|title pr and userType eq \"Employee\"",
                "a pr or b pr and c pr|a pr or (b pr and c pr)",
                "(a pr or b pr) and c pr|(a pr or b pr) and c pr",
                "not (a pr) and b pr|not (a pr) and b pr",
                "NOT(a pr)|not (a pr)",
                "not (a pr or b pr)|not (a pr or b pr)",
                "notes pr|notes pr",
                "not pr|not pr",
                "emails[type eq \"work\" and value co \"@a\"]"
                        + "|emails[type eq \"work\" and value co \"@a\"]",
                "emails[not (primary eq true)] or x pr|emails[not (primary eq true)] or x pr",
                "meta.lastModified gt \"2011-05-13T04:42:34Z\""
                        + "|meta.lastModified gt \"2011-05-13T04:42:34Z\"",
                "active eq True|active eq true",
                "age ge -2.5|age ge -2.5",
                "x eq null|x eq null",
                "urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"J\""
                        + "|urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"J\"",
                "members.$ref ew \"1\"|members.$ref ew \"1\"",
                "x eq \"a \\\"b\\\" \\u00e9 \\\\\"|x eq \"a \\\"b\\\" é \\\\\"",
                "  a   pr   or   b   pr  |a pr or b pr"
            })
    void reads(String text, String written) {
        assertThat(FilterParser.filter(text).written()).isEqualTo(written);
        assertThat(FilterParser.filter(written).written()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "userName",
                "userName eq",
                "eq \"x\"",
                "userName eq x",
                "userName is \"x\"",
                "userName eq \"x",
                "userName eq \"x\" and",
                "(userName pr",
                "userName pr)",
                "userName eq \"a\" userName pr",
                "emails[type eq \"a\"",
                "emails[a[b pr]]",
                "not userName pr",
                "-a pr",
                ".a pr",
                "a. pr",
                "a.b.c pr",
                "a eq [1]",
                "a eq {}",
                "a eq 01",
                "a eq 1 2",
                "\"a\" eq \"b\"",
                "a pr or",
                "a pr and or b pr",
                "()",
                "a eq 'b'",
                "urn:x: pr",
                "emails[]",
                "a\tpr"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> FilterParser.filter(text)).isInstanceOf(BadFilter.class);
    }

    @Test
    void saysWhere() {
        assertThatThrownBy(() -> FilterParser.filter("userName xx \"a\""))
                .hasMessageContaining("expected eq")
                .hasMessageEndingWith("at character 10");
    }

    @Test
    void isBounded() {
        assertThatThrownBy(() -> FilterParser.filter("(".repeat(17) + "a pr" + ")".repeat(17)))
                .hasMessage("nested deeper than 16");
        assertThat(FilterParser.filter("(".repeat(16) + "a pr" + ")".repeat(16))).isNotNull();
        assertThatThrownBy(() -> FilterParser.filter("a pr or ".repeat(200) + "a pr"))
                .hasMessage("more than 200 terms");
        assertThatThrownBy(() -> FilterParser.filter("a".repeat(8_001)))
                .hasMessage("longer than 8000 characters");
        assertThatThrownBy(() -> FilterParser.path("(".repeat(8_001)))
                .isInstanceOf(BadFilter.class);
    }

    @Test
    void paths() {
        PatchPath path = FilterParser.path("members[value eq \"7\"]");
        assertThat(path.attribute().is("MEMBERS")).isTrue();
        assertThat(path.filter()).isPresent();
        path = FilterParser.path("addresses[type eq \"work\"].streetAddress");
        assertThat(path.sub()).contains("streetAddress");
        path =
                FilterParser.path(
                        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value");
        assertThat(path.attribute().schema())
                .contains("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
        assertThat(path.attribute().is("manager", "value")).isTrue();
        for (String bad : new String[] {"", "a b", "a[b pr", "a[b pr].", "a[b pr].c.d", "a pr"}) {
            assertThatThrownBy(() -> FilterParser.path(bad)).as(bad).isInstanceOf(BadFilter.class);
        }
    }

    @Test
    void whateverComesIsReadOrRefused() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(24); j >= 0; j--) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            try {
                String written = FilterParser.filter(text.toString()).written();
                assertThat(FilterParser.filter(written).written()).isEqualTo(written);
                read++;
            } catch (BadFilter e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
            try {
                FilterParser.path(text.toString());
            } catch (BadFilter e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
        assertThat(read).isPositive();
    }
}
