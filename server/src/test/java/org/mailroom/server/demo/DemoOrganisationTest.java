package org.mailroom.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Circumstances;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.server.Repository;
import org.mailroom.server.config.Settings;
import org.mailroom.server.wiring.OpenStore;

import java.io.IOException;
import java.nio.file.Path;

@Timeout(60)
class DemoOrganisationTest {
    /** Each demo: who has mail, who may write to whom, and who may not. */
    @ParameterizedTest
    @CsvSource({
        "sisterhood, lea, mia, lea, mia, zoe",
        "classroom, stu, stu, ina, stu, sue",
        "healing-space, paula, paula, anna, peter, ben",
        "care-collective, hal, gia, hal, gia, ida",
        "mentoring, sam, sam, mo, sam, mia",
    })
    void isReadyToTry(
            String name,
            String reader,
            String from,
            String to,
            String other,
            String not,
            @TempDir Path data)
            throws IOException {
        String rules = Repository.root().resolve("conf/policies/" + name + ".yaml").toString();
        Settings settings = Settings.DEFAULT.withData(data).forDemo().withRules(rules);
        try (OpenStore store = OpenStore.open(settings)) {
            DemoOrganisation.fill(store, name);

            Account has = store.account(reader);
            try (AccountMail mail = store.store().mail(new Access.Owner(has.id()), has.id())) {
                assertThat(mail.view().mailboxes().stream().mapToLong(Mailbox::messages).sum())
                        .isPositive();
            }
            assertThat(mayWrite(store, from, to)).isInstanceOf(Decision.Accept.class);
            assertThat(mayWrite(store, other, not)).isInstanceOf(Decision.Refuse.class);
        }
    }

    private static Decision mayWrite(OpenStore store, String from, String to) {
        return store.policy()
                .foresee(
                        new Question.To(
                                new Sender.Person(store.account(from)),
                                AddrSpec.of(store.address(from)),
                                AddrSpec.of(store.address(to)).orElseThrow(),
                                0,
                                Circumstances.NEW));
    }
}
