package org.mailroom.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mailroom.mailstore.refusal.Refused;

class RepliesTest {
    @Test
    void everyRefusalHasACode() {
        for (Refused.Reason reason : Refused.Reason.values()) {
            Reply reply = Replies.to(new Refused(reason, "text"));
            assertThat(reply.status()).isEqualTo(Reply.Status.NO);
            assertThat(reply.code().orElseThrow().wire()).matches("[A-Z]+");
        }
    }
}
