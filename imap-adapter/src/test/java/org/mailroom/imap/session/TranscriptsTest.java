package org.mailroom.imap.session;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailroom.imap.ImapTestServer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Plays every dialogue that lies beside this class. */
@Timeout(60)
class TranscriptsTest {
    static Stream<String> transcripts() throws Exception {
        var folder = Path.of(TranscriptsTest.class.getResource("create.imap").toURI()).getParent();
        try (var files = Files.list(folder)) {
            return files
                    .map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(".imap"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void plays(String transcript) {
        ImapTestServer.shared().play(TranscriptsTest.class, transcript);
    }
}
