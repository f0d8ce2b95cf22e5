package org.mailroom.messaging.provision;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.messaging.provision.Item.Kind;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

@Timeout(20)
class ItemsTest {
    private final List<Item> items = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();

    private void read(String text) throws IOException {
        read(text.getBytes(UTF_8));
    }

    private void read(byte[] bytes) throws IOException {
        items.clear();
        mistakes.clear();
        Items.read(ImportFile.of("f", bytes), items::add, m -> mistakes.add(m.toString()));
    }

    private List<String> values(int item, String field) {
        return items.get(item).fields().get(field).values();
    }

    @Test
    void csvKnowsQuotesLinesAndColumns() throws IOException {
        read(
                """
                \uFEFFAddress,Display Name,roles,attr.Cohort
                ann@example.org,"Ann, ""the"" One",patient;member,spring

                bob@example.org,"two
                lines",,
                """);
        assertThat(mistakes).isEmpty();
        assertThat(items).hasSize(2).allMatch(i -> i.kind() == Kind.PERSON);
        assertThat(values(0, "name")).containsExactly("Ann, \"the\" One");
        assertThat(values(0, "roles")).containsExactly("patient", "member");
        assertThat(values(0, "attribute:cohort")).containsExactly("spring");
        assertThat(items.get(0).fields().get("roles").place()).isEqualTo(new Place("f", 2, 36));
        assertThat(values(1, "name")).containsExactly("two\nlines");
        assertThat(items.get(1).fields().get("roles").values()).isEmpty();
        assertThat(items.get(1).place().line()).isEqualTo(4);
    }

    @Test
    void csvOfSpreadsheets() throws IOException {
        read("address;name\r\nann@example.org;Ann\r\n");
        assertThat(values(0, "name")).containsExactly("Ann");
        read("address\tname\rann@example.org\tAnn");
        assertThat(values(0, "name")).containsExactly("Ann");
    }

    @Test
    void theFirstLineTellsWhatItIsAbout() throws IOException {
        read("from,to,relation\na@example.org,b@example.org,mentor\n");
        assertThat(items.getFirst().kind()).isEqualTo(Kind.RELATION);
        read("group,member\ng@example.org,b@example.org\n");
        assertThat(items.getFirst().kind()).isEqualTo(Kind.MEMBER);
        read("group,title\ng@example.org,G\n");
        assertThat(items.getFirst().kind()).isEqualTo(Kind.GROUP);
        read("colour\nred\n");
        assertThat(mistakes).singleElement().asString().startsWith("f:1:1: the first line names");
    }

    @Test
    void csvMistakesHaveTheirPlace() throws IOException {
        read("address,name\nann@example.org\n");
        assertThat(mistakes).containsExactly("f:2:1: has 1 cells where there are 2 columns");
        read("address,name\nann@example.org,\"open\n");
        assertThat(mistakes).containsExactly("f:2:17: the quote that begins here is not closed");
        read("address,name\nann@example.org,\"a\"b\n");
        assertThat(mistakes)
                .containsExactly("f:2:20: expected a separator after the closing quote");
        read("address,address\n");
        assertThat(mistakes).containsExactly("f:1:9: the column address is here twice");
        read("");
        assertThat(mistakes).containsExactly("f:1:1: is empty");
        read(new byte[] {'a', 'd', 'd', 'r', 'e', 's', 's', '\n', (byte) 0xFF, '\n'});
        assertThat(mistakes).singleElement().asString().endsWith("is not UTF-8");
    }

    @Test
    void json() throws IOException {
        read(
                """
                {"people": [{"address": "ann@example.org", "displayName": "Ann",
                  "roles": ["patient"], "attributes": {"cohort": ["a", "b"], "site": "x"}}],
                 "groups": [{"group": "g@example.org", "members": ["ann@example.org",
                   {"member": "bob@example.org", "rank": "owner"}]}],
                 "relations": [{"from": "a@example.org", "to": "b@example.org", "kind": "mentor"}]}
                """);
        assertThat(mistakes).isEmpty();
        assertThat(items)
                .extracting(Item::kind)
                .containsExactly(Kind.PERSON, Kind.GROUP, Kind.MEMBER, Kind.MEMBER, Kind.RELATION);
        assertThat(values(0, "attribute:cohort")).containsExactly("a", "b");
        assertThat(values(0, "name")).containsExactly("Ann");
        assertThat(values(3, "group")).containsExactly("g@example.org");
        assertThat(values(3, "rank")).containsExactly("owner");
    }

    @Test
    void jsonMistakesHaveTheirPlace() throws IOException {
        read("{\"people\": [\n  {\"address\": }]}");
        assertThat(mistakes).singleElement().asString().startsWith("f:2:");
        read("{\"persons\": []}");
        assertThat(mistakes).singleElement().asString().startsWith("f:1:2: \"persons\" is none of");
        read("{\"people\": [\n{\"name\": {\"a\": 1}}]}");
        assertThat(mistakes).containsExactly("f:2:2: name: expected a text or a list of texts");
        read("{\"people\": [{\"name\": [[1]]}]}");
        assertThat(mistakes).singleElement().asString().endsWith("expected a text");
        read("[" + "{\"name\": [".repeat(40));
        assertThat(mistakes).isNotEmpty();
    }

    @Test
    void whateverComesEndsInItemsOrMistakes() throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        String[] parts = {
            "address",
            ",",
            ";",
            "\"",
            "\n",
            "\r",
            "a@b",
            "{",
            "}",
            "[",
            "]",
            ":",
            "people",
            "\\",
            "\u0000",
            "é",
            "\t",
            " ",
            "group",
            "member",
            "\"people\"",
            "1",
            "null"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? "address,name\n" : "");
            for (int j = random.nextInt(30); j > 0; j--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            try {
                read(text.toString());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }
}
