package org.mailroom.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class MessagesTest {
    @ParameterizedTest
    @CsvSource({"0,1024", "1,1024", "2,1024", "3,4096", "4,4096", "5,4096", "1,40960", "2,40960"})
    void hasItsSizeAndIsSafeForSmtp(int variant, int size) {
        Frame message = Messages.message(variant, size, "a@bench.test", "b@bench.test");
        String text = new String(message.bytes(), StandardCharsets.US_ASCII);
        assertThat(text).hasSize(size).endsWith("\r\n").doesNotContain("\n.");
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void everyNumberMakesAnotherMessage(int variant) {
        Frame message = Messages.message(variant, 2048, "a@bench.test", "b@bench.test");
        Frame framed =
                message.within("DATA ".getBytes(StandardCharsets.US_ASCII), new byte[] {'.'});
        String text = new String(framed.number(0xabc).bytes(), StandardCharsets.US_ASCII);
        assertThat(text)
                .startsWith("DATA From:")
                .contains("Message-ID: <0000000000000abc@", "number 0000000000000abc\r\n")
                .endsWith(".");
    }
}
