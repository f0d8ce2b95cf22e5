package org.mailroom.mailstore.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.account.NewAccount;
import org.mailroom.mailstore.testkit.Postgres;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kill -9 at random under mixed load, open again, look: every acknowledged change is there, none is
 * half there, no UID has been given twice. {@code -Dkills=100} for the long form.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class KillTest {
    private static final int KILLS = Integer.getInteger("kills", 4);

    @TempDir Path directory;

    @Test
    void survivesOnTheEmbeddedDatabase() throws Exception {
        killAndLook("", KILLS);
    }

    @Test
    void survivesOnPostgres() throws Exception {
        killAndLook(Postgres.freshDatabase().url(), Math.max(2, KILLS / 2 * (KILLS >= 50 ? 2 : 1)));
    }

    private void killAndLook(String url, int kills) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        var models = new ArrayList<Model>();
        try (TestStore test = KillStore.open(directory, url)) {
            for (int g = 0; g < KillLoad.GROUPS; g++) {
                models.add(new Model(KillLoad.ACCOUNTS));
                for (int a = 0; a < KillLoad.ACCOUNTS; a++) {
                    test.store().accounts().create(new NewAccount(KillStore.address(g, a)));
                }
            }
        }
        long acknowledged = 0;
        for (int kill = 0; kill < kills; kill++) {
            Map<Integer, Step> inFlight = new HashMap<>();
            int lines = 20 + random.nextInt(1500);
            acknowledged += load(url, random, lines, models, inFlight);
            try (TestStore test = KillStore.open(directory, url)) {
                for (int g = 0; g < KillLoad.GROUPS; g++) {
                    models.set(g, check(test, g, models.get(g), inFlight.get(g), seed, kill));
                }
            }
        }
        assertThat(acknowledged).as("steps acknowledged").isGreaterThan(kills * 5L);
    }

    /** Runs the load until so many lines were read, kills it, and applies what was acknowledged. */
    private long load(
            String url, Random random, int lines, List<Model> models, Map<Integer, Step> inFlight)
            throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx512m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KillLoad.class.getName(),
                                directory.toString(),
                                url,
                                Long.toString(random.nextLong()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long acknowledged = 0;
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            int seen = 0;
            String line;
            while ((line = reader.readLine()) != null) {
                if (++seen == lines) {
                    // not Process.destroyForcibly, which closes the stream with lines in it
                    process.toHandle().destroyForcibly();
                }
                // a line cut off by the kill has no end and no ack; it can only be the last
                String[] parts = line.split("\t", 3);
                if (parts.length < 3 || line.split("\t", -1).length != 8) {
                    continue;
                }
                int group = Integer.parseInt(parts[1]);
                Step step = Step.parse(parts[2]);
                if (parts[0].equals("ack")) {
                    models.get(group).apply(step);
                    inFlight.remove(group);
                    acknowledged++;
                } else {
                    inFlight.put(group, step);
                }
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        return acknowledged;
    }

    private static Model check(
            TestStore test,
            int group,
            Model acknowledged,
            @Nullable Step inFlight,
            long seed,
            int kill)
            throws Exception {
        List<List<String>> actual = new ArrayList<>();
        for (int a = 0; a < KillLoad.ACCOUNTS; a++) {
            actual.add(KillStore.lines(test, group, a));
        }
        if (same(actual, acknowledged)) {
            return acknowledged;
        }
        Model with = acknowledged.copy();
        if (inFlight != null) {
            with.apply(inFlight);
            if (same(actual, with)) {
                return with;
            }
        }
        for (int a = 0; a < KillLoad.ACCOUNTS; a++) {
            assertThat(actual.get(a))
                    .as(
                            "seed %d kill %d group %d account %d, in flight %s",
                            seed, kill, group, a, inFlight)
                    .isEqualTo(acknowledged.lines(a));
        }
        return fail("unreachable");
    }

    private static boolean same(List<List<String>> actual, Model model) {
        for (int a = 0; a < actual.size(); a++) {
            if (!actual.get(a).equals(model.lines(a))) {
                return false;
            }
        }
        return true;
    }
}
