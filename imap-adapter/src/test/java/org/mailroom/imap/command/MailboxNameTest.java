package org.mailroom.imap.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

class MailboxNameTest {
    @ParameterizedTest
    @CsvSource({
        "Plans,Plans",
        "R&-D,R&D",
        "&-,&",
        "Entw&APw-rfe,Entwürfe",
        "&ZeVnLIqe-,日本語",
        "'a/&U,BTFw-/b',a/台北/b",
        "&2D3eAA-,😀",
    })
    void travelsInSevenBits(String wire, String name) {
        assertThat(MailboxName.ofModifiedUtf7(wire).value()).isEqualTo(name);
        assertThat(new MailboxName(name).modifiedUtf7()).isEqualTo(wire);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"&", "a&b", "&AP", "&AP/8-", "&!!-", "&AA-", "&2D0-", "&3gA-", "&AAo-", ""})
    void refusesWhatIsNotModifiedUtf7(String wire) {
        assertThatThrownBy(() -> MailboxName.ofModifiedUtf7(wire))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\u0000", "\u0085", "\u2028", "\uD800x", "x\uDC00"})
    void refusesWhatNoNameHolds(String name) {
        assertThatThrownBy(() -> new MailboxName(name))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"inbox,INBOX", "Inbox/sub,INBOX/sub", "inboxes,inboxes", "a/inbox,a/inbox"})
    void inboxHasNoCase(String given, String canonical) {
        assertThat(new MailboxName(given).value()).isEqualTo(canonical);
    }

    @Test
    void composesCharacters() {
        assertThat(new MailboxName("u\u0308")).isEqualTo(new MailboxName("\u00FC"));
    }

    @Test
    void anyTextComesBack() {
        for (long seed = 0; seed < 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                int point = random.nextInt(0x20, random.nextBoolean() ? 0x7F : 0x1_2000);
                text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? '&' : point);
            }
            assertThat(ModifiedUtf7.decode(ModifiedUtf7.encode(text.toString())))
                    .as("seed " + seed)
                    .isEqualTo(text.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*,a/b,true",
        "%,a,true",
        "%,a/b,false",
        "a/%,a/b,true",
        "a/%,a/b/c,false",
        "a*c,a/b/c,true",
        "%/%,a/b,true",
        "inb*,INBOX,true",
        "inbox/%,INBOX/x,true",
        "INBOX,INBOX,true",
        "inbox,INBOX,true",
        "inboxes,INBOXES,false",
        "plans,Plans,false",
        "*x,abc,false",
        "%%%,abc,true",
    })
    void patternsMatch(String pattern, String name, boolean matches) {
        assertThat(ListPattern.of("", pattern).matches(name)).isEqualTo(matches);
    }
}
