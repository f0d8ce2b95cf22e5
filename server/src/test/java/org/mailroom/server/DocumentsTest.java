package org.mailroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the documents say about the source is true. */
class DocumentsTest {
    private static final Pattern RFC = Pattern.compile("RFC\\s+(?:\\*\\s+)?(\\d{3,5})");
    private static final Pattern SOURCE_FILE =
            Pattern.compile("`([A-Za-z0-9_/.-]+/)?([A-Za-z0-9_-]+\\.(?:java|sql|yaml|md))`");

    @Test
    void decisionsHaveNumbersOfTheirOwn() throws IOException {
        Set<String> numbers = new TreeSet<>();
        for (Path page : pages("docs/adr")) {
            String name = page.getFileName().toString();
            assertThat(name).matches("\\d{4}-[a-z0-9-]+\\.md");
            assertThat(numbers.add(name.substring(0, 4))).as("number of " + name).isTrue();
            assertThat(Files.readString(page))
                    .as(name)
                    .startsWith("# ")
                    .containsIgnoringCase("context")
                    .containsIgnoringCase("decision")
                    .containsIgnoringCase("consequences");
        }
        assertThat(numbers).isNotEmpty();
    }

    @Test
    void everyStandardInTheSourceIsListed() throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/rfc.md"));
        Set<String> listed = numbers(page);
        for (Path source : Repository.sources("main")) {
            assertThat(listed)
                    .as("docs/rfc.md lists what %s refers to", source.getFileName())
                    .containsAll(numbers(Files.readString(source)));
        }
    }

    private static Set<String> numbers(String text) {
        Set<String> numbers = new TreeSet<>();
        Matcher m = RFC.matcher(text);
        while (m.find()) {
            numbers.add(m.group(1));
        }
        return numbers;
    }

    @Test
    void filesNamedInTheFlowExist() throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.walk(Repository.root())) {
            all.filter(f -> !f.toString().contains("/target/"))
                    .forEach(f -> files.add(f.getFileName().toString()));
        }
        Matcher m =
                SOURCE_FILE.matcher(Files.readString(Repository.root().resolve("docs/flow.md")));
        int named = 0;
        while (m.find()) {
            named++;
            assertThat(files).as("docs/flow.md names " + m.group()).contains(m.group(2));
        }
        assertThat(named).isGreaterThan(5);
    }

    @Test
    void everyRequirementHasALine() throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/requirements.md"));
        for (Object[] group :
                List.of(
                        new Object[] {"M", 50},
                        new Object[] {"R", 16},
                        new Object[] {"S", 3},
                        new Object[] {"A", 6},
                        new Object[] {"P", 26},
                        new Object[] {"G", 9},
                        new Object[] {"C", 16},
                        new Object[] {"N", 17})) {
            for (int i = 1; i <= (int) group[1]; i++) {
                assertThat(page)
                        .containsPattern(
                                "(?m)^\\| " + group[0] + i + " \\| .* \\| (done|partly|open)");
            }
        }
    }

    @Test
    void testsNamedInTheRequirementsExist() throws IOException {
        Set<String> tests = new TreeSet<>();
        for (Path source : Repository.sources("test")) {
            tests.add(source.getFileName().toString().replace(".java", ""));
        }
        String page = Files.readString(Repository.root().resolve("docs/requirements.md"));
        Matcher m = Pattern.compile("`(\\w+Test)`").matcher(page);
        while (m.find()) {
            assertThat(tests).as("docs/requirements.md").contains(m.group(1));
        }
    }

    @Test
    void linksBetweenPagesLead() throws IOException {
        Pattern link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
        List<Path> all =
                Stream.of(
                                List.of(
                                        Repository.root().resolve("README.md"),
                                        Repository.root().resolve("CHANGELOG.md")),
                                pages("docs"),
                                pages("docs/adr"))
                        .flatMap(List::stream)
                        .toList();
        for (Path page : all) {
            Matcher m = link.matcher(Files.readString(page));
            while (m.find()) {
                assertThat(page.resolveSibling(m.group(1)))
                        .as("link in " + page.getFileName())
                        .exists();
            }
        }
    }

    private static List<Path> pages(String directory) throws IOException {
        try (Stream<Path> files = Files.list(Repository.root().resolve(directory))) {
            return files.filter(f -> f.toString().endsWith(".md")).sorted().toList();
        }
    }
}
