package org.mailroom.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.bench.scenario.Plan;
import org.mailroom.bench.scenario.ProcessTree;
import org.mailroom.bench.scenario.Scenario;
import org.mailroom.bench.scenario.Scenarios;
import org.mailroom.bench.scenario.Target;
import org.mailroom.bench.scenario.Users;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Every scenario runs to its end against a real server, if a slow one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SmokeTest {
    private static final Plan TINY = new Plan(Duration.ofMillis(50), 50, 8, 20, 20, 2, 3, 5);

    @Test
    void everyScenarioGivesItsFigures() throws IOException {
        int[] ports = Loopback.freePorts(2);
        Users users = Users.numbered(10, "bench.test", "secret");
        GreenMail server =
                GreenMailServer.start(
                        ports[0], ports[1], "secret", users.addresses().toArray(String[]::new));
        try {
            Target target =
                    new Target(
                            "greenmail",
                            Loopback.HOST,
                            ports[0],
                            OptionalInt.of(ports[1]),
                            OptionalInt.empty(),
                            users,
                            ProcessTree.UNKNOWN);
            for (Scenario scenario : Scenarios.all()) {
                List<String> keys = new ArrayList<>();
                scenario.prepare(target, TINY);
                scenario.run(
                        target,
                        TINY,
                        (figure, value, cores) -> {
                            keys.add(figure.key());
                            boolean memory = figure.unit().endsWith("iB");
                            assertThat(memory || value > 0).as(figure.key()).isTrue();
                        });
                assertThat(keys)
                        .as(scenario.name())
                        .containsExactlyInAnyOrderElementsOf(
                                scenario.figures().stream()
                                        .map(figure -> figure.key())
                                        .filter(key -> !key.contains("lmtp"))
                                        .toList());
            }
        } finally {
            server.stop();
        }
    }
}
