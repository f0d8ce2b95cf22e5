package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The contract is found among the documents too; {@code ./mailroom docs} writes it anew. */
class ContractFileTest {

    @Test
    void theDocumentIsTheOneThatIsServed() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mailroom"))) {
            root = root.getParent();
        }
        Path file = root.resolve("docs/api/openapi.yaml");
        if (Boolean.getBoolean("mailroom.write")) {
            Files.createDirectories(file.getParent());
            Files.write(file, Contract.read().text());
        }
        assertThat(file)
                .as("./mailroom docs writes it anew")
                .exists()
                .hasBinaryContent(Contract.read().text());
    }
}
