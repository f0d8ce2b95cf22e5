package org.mailroom.smtp.command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.Fuzz;

import java.io.IOException;

class CommandFuzzTest {
    @Test
    @Timeout(value = 15, unit = java.util.concurrent.TimeUnit.MINUTES)
    void anyLineIsReadOrRefused() throws IOException {
        Fuzz.run(CommandFuzz.class, Fuzz.budget(), 4096);
    }
}
