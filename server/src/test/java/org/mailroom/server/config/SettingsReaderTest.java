package org.mailroom.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SettingsReaderTest {

    enum Colour {
        DARK_RED,
        BLUE
    }

    record Step(String name, List<String> words, Optional<Colour> colour) {
        Step {
            if (name.equals("bad")) throw new IllegalArgumentException("not bad");
        }
    }

    record Inner(int count, Duration delay, Colour colour, Optional<Path> file) {
        Inner {
            if (count < 1 || count > 10) throw new IllegalArgumentException("count from 1 to 10");
        }
    }

    record Outer(Inner inner, long maxSize, boolean on, List<String> names, List<Step> steps) {}

    private static final Outer DEFAULT =
            new Outer(
                    new Inner(3, Duration.ofSeconds(5), Colour.BLUE, Optional.empty()),
                    1024,
                    false,
                    List.of("a"),
                    List.of());

    @TempDir Path directory;

    private Outer read(String yaml, Map<String, String> environment, String... set)
            throws Exception {
        Path file = Files.writeString(directory.resolve("m.yaml"), yaml);
        return (Outer) SettingsReader.read(DEFAULT, file, environment, List.of(set));
    }

    private List<String> problems(String yaml, Map<String, String> environment, String... set) {
        ConfigError error =
                catchThrowableOfType(ConfigError.class, () -> read(yaml, environment, set));
        return error.problems().stream().map(p -> p.replace(directory + "/", "")).toList();
    }

    @Test
    void fillsWhatTheFileLeavesOutWithDefaults() throws Exception {
        Outer read =
                read(
                        """
                        inner:
                          delay: 250ms
                          colour: dark-red
                        max-size: 50MiB
                        names: [x, y]
                        steps:
                          - name: one
                            words: [p, q]
                          - {name: two, colour: blue}
                        """,
                        Map.of());
        assertThat(read)
                .isEqualTo(
                        new Outer(
                                new Inner(
                                        3,
                                        Duration.ofMillis(250),
                                        Colour.DARK_RED,
                                        Optional.empty()),
                                50 << 20,
                                false,
                                List.of("x", "y"),
                                List.of(
                                        new Step("one", List.of("p", "q"), Optional.empty()),
                                        new Step("two", List.of(), Optional.of(Colour.BLUE)))));
    }

    @Test
    void emptyFilesAndGroupsAreFine() throws Exception {
        assertThat(read("", Map.of())).isEqualTo(DEFAULT);
        assertThat(read("# only words\ninner:\n", Map.of())).isEqualTo(DEFAULT);
    }

    @Test
    void environmentOverridesFileAndSetOverridesBoth() throws Exception {
        Map<String, String> environment =
                Map.of("MAILROOM_INNER_COUNT", "5", "MAILROOM_MAX_SIZE", "7", "OTHER", "x");
        Outer read = read("inner:\n  count: 4\n", environment, "inner.count=6", "names=[p, q]");
        assertThat(read.inner().count()).isEqualTo(6);
        assertThat(read.maxSize()).isEqualTo(7);
        assertThat(read.names()).containsExactly("p", "q");
    }

    @Test
    void listsOutsideTheFileAreWrittenWithCommas() throws Exception {
        assertThat(read("", Map.of("MAILROOM_NAMES", "p, q,")).names()).containsExactly("p", "q");
        assertThat(read("names: [a]", Map.of(), "names=one").names()).containsExactly("one");
        assertThat(read("names: [a]", Map.of(), "names=").names()).isEmpty();
    }

    @Test
    void namesFileLineAndKeyOfEverythingThatIsWrong() {
        assertThat(
                        problems(
                                """
                                inner:
                                  count: 11
                                  dealy: 3s
                                  colour: green
                                max-size: lots
                                names: one
                                on: yes
                                steps:
                                  - name: bad
                                inner: {}
                                """,
                                Map.of("MAILROOM_INNER_DELAY", "soon"),
                                "inner=3",
                                "junk"))
                .containsExactlyInAnyOrder(
                        "--set inner: unknown key",
                        "--set junk: expected key=value",
                        "m.yaml:10: inner: given twice",
                        "environment MAILROOM_INNER_DELAY: inner.delay: expected a duration such as"
                                + " 500ms, 10s, 5m, 2h or 1d",
                        "m.yaml:5: max-size: expected a whole number, or a size such as 50MiB, up"
                                + " to 9223372036854775807",
                        "m.yaml:7: on: expected true or false",
                        "m.yaml:6: names: expected a list",
                        "m.yaml:9: steps[0]: not bad");
        assertThat(problems("inner:\n  count: 11\n  dealy: 3s\n  colour: green\n", Map.of()))
                .containsExactlyInAnyOrder(
                        "m.yaml:3: inner.dealy: unknown key; did you mean delay?",
                        "m.yaml:4: inner.colour: expected one of dark-red, blue",
                        "m.yaml:2: inner.count: count from 1 to 10");
    }

    @Test
    void saysWhereYamlIsBroken() {
        assertThat(problems("inner:\n  count: [1\nx: 2\n", Map.of()))
                .singleElement()
                .asString()
                .startsWith("m.yaml:3: not YAML: ");
        assertThatThrownBy(
                        () ->
                                SettingsReader.read(
                                        directory.resolve("gone.yaml"), Map.of(), List.of()))
                .hasMessageEndingWith("gone.yaml: cannot be read: no such file");
    }

    @Test
    void tellsVariablesThatAreNoSettings() {
        Map<String, String> environment =
                Map.of("MAILROOM_SERVICE_HOST", "10.0.0.1", "MAILROOM_LISTEN_IMAP", "off");
        assertThat(SettingsReader.unknownVariables(environment))
                .containsExactly("MAILROOM_SERVICE_HOST");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:2525,127.0.0.1,2525", "[::1]:993,::1,993", "mail.test:0,mail.test,0"})
    void endpointsAreAddressAndPort(String text, String host, int port) {
        Endpoint endpoint = Endpoint.parse(text);
        assertThat(endpoint).isEqualTo(new Endpoint(host, port));
        assertThat(endpoint.toString()).isEqualTo(text);
    }

    @Test
    void portOffsetMovesEveryPortThatIsOn() {
        Listen listen =
                new Listen(
                                Endpoint.parse("127.0.0.1:8080"),
                                Endpoint.OFF,
                                Endpoint.parse("[::]:0"),
                                Endpoint.OFF,
                                Endpoint.OFF,
                                Endpoint.OFF,
                                Endpoint.parse("127.0.0.1:2993"),
                                List.of())
                        .shifted(100);
        assertThat(listen.http().port()).isEqualTo(8180);
        assertThat(listen.smtp()).isEqualTo(Endpoint.OFF);
        assertThat(listen.submission().port()).isZero();
        assertThat(listen.imaps().port()).isEqualTo(3093);
    }
}
