package org.mailroom.imap.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.mailstore.mailbox.MailboxView;

import java.util.Arrays;

class MessagesTest {
    private static final MailboxView VIEW = Views.of(2, 3, 5, 9, 10);

    @ParameterizedTest
    @CsvSource({
        "'1', '2'",
        "'*', '10'",
        "'2:4', '3 5 9'",
        "'5,1', '2 10'",
        "'3:*', '5 9 10'",
    })
    void findsByNumber(String set, String uids) {
        assertThat(uids(Messages.of(VIEW, Numbering.SEQUENCE, SequenceSet.parse(set))))
                .isEqualTo(uids);
    }

    @ParameterizedTest
    @CsvSource({
        "'1', ''",
        "'1:2', '2'",
        "'4:9', '5 9'",
        "'*', '10'",
        "'99:*', '10'",
        "'1:4294967295', '2 3 5 9 10'",
        "'3,6:8,10', '3 10'",
    })
    void findsByUid(String set, String uids) {
        assertThat(uids(Messages.of(VIEW, Numbering.UID, SequenceSet.parse(set)))).isEqualTo(uids);
    }

    @ParameterizedTest
    @CsvSource({"6", "1:6", "'2,7:*'"})
    void refusesNumbersWithoutMessage(String set) {
        assertThatThrownBy(() -> Messages.of(VIEW, Numbering.SEQUENCE, SequenceSet.parse(set)))
                .isInstanceOf(BadCommand.class);
    }

    @Test
    void anEmptyMailboxHasUidsButNoNumbers() {
        MailboxView empty = Views.of();
        assertThat(Messages.of(empty, Numbering.UID, SequenceSet.ALL).isEmpty()).isTrue();
        assertThatThrownBy(() -> Messages.of(empty, Numbering.SEQUENCE, SequenceSet.ALL))
                .isInstanceOf(BadCommand.class);
    }

    @Test
    void filters() {
        Messages all = Messages.of(VIEW, Numbering.UID, SequenceSet.ALL);
        assertThat(uids(all.filter(i -> i != 2))).isEqualTo("2 3 9 10");
        assertThat(uids(all.filter(i -> i % 2 == 0))).isEqualTo("2 5 10");
        assertThat(all.filter(i -> false).isEmpty()).isTrue();
    }

    private static String uids(Messages messages) {
        return String.join(" ", Arrays.stream(messages.uids()).mapToObj(Long::toString).toList());
    }
}
