package org.mailroom.smtp.content;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.Fuzz;

import java.io.IOException;

class ContentFuzzTest {
    @Test
    @Timeout(value = 15, unit = java.util.concurrent.TimeUnit.MINUTES)
    void anyContentIsReadToItsEnd() throws IOException {
        Fuzz.run(ContentFuzz.class, Fuzz.budget(), 4096);
    }
}
