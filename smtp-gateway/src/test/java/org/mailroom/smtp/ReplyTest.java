package org.mailroom.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailroom.mailstore.refusal.Refused.Reason;

class ReplyTest {
    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonHasCodesThatAgree(Reason reason) {
        Reply reply = Reply.refused(reason, "text");

        assertThat(reply.code()).isBetween(400, 599);
        assertThat(reply.enhanced()).startsWith(reply.code() / 100 + ".");
    }
}
