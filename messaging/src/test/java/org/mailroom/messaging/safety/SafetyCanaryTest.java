package org.mailroom.messaging.safety;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditKit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** No word that people write into reasons, names and lanes lies readable on disk. */
@Timeout(60)
class SafetyCanaryTest {
    private static final List<String> WORDS =
            List.of(
                    "Zqblockreason",
                    "Zqmutereason",
                    "Zqreportname",
                    "Zqliftreason",
                    "Zqauditreason",
                    "Zqobject",
                    "Zqactor",
                    "Zqlane",
                    "Zqsystem");

    @Test
    void nothingReadableIsOnDisk() throws IOException {
        TestStore test = TestStore.create();
        try (AuditKit kit = AuditKit.of(test)) {
            write(kit);
            try (Stream<Path> files = Files.walk(test.directory())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String content = Files.readString(file, ISO_8859_1);
                    for (String word : WORDS) {
                        assertThat(content.contains(word)).as("%s in %s", word, file).isFalse();
                        String wide = new String(word.getBytes(UTF_16BE), ISO_8859_1);
                        assertThat(content.contains(wide)).as("%s in %s", word, file).isFalse();
                    }
                }
            }
        }
    }

    private static void write(AuditKit kit) {
        AccountId ann = kit.test().account("ann@example.org").id();
        AccountId bob = kit.test().account("bob@example.org").id();
        var clock = InstantSource.system();
        var blocks = new Blocks(kit.test().store(), kit.log(), clock);
        blocks.block(ann, bob, "Zqblockreason", Actor.of(ann));
        var restrictions = new Restrictions(kit.test().store(), kit.log(), clock);
        var wanted =
                new NewRestriction(
                        bob,
                        Restriction.Kind.MUTE,
                        "Zqmutereason",
                        Optional.empty(),
                        Optional.of("Zqreportname"));
        Restriction made = restrictions.impose(wanted, Actor.named("Zqactor"));
        restrictions.lift(made.id(), "Zqliftreason", Actor.named("Zqactor"));
        kit.log()
                .record(
                        AuditEvent.of(Actor.named("Zqactor"), Action.PRIVACY_EVENT)
                                .about(bob)
                                .object("Zqobject")
                                .because("Zqauditreason"));
        try (Lanes lanes =
                Lanes.open(kit.test().store().database(), kit.test().masters(), kit.log(), clock)) {
            var lane = new Lane("Zqlane", 1, 2);
            for (int i = 0; i < 4; i++) {
                lanes.take(ann, lane, 1, Instant.now());
                lanes.take("Zqsystem", lane, 1, Instant.now());
            }
        }
        kit.log().checkpointNow();
        // an object that stands in the log by now, so that the search has something to search in
        assertThat(kit.log().reader().latest(Long.MAX_VALUE, 20))
                .anyMatch(r -> r.object().filter("Zqobject"::equals).isPresent());
    }
}
