package org.mailroom.messaging.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailroom.messaging.policy.Desk.word;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Org;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Relation;
import org.mailroom.messaging.policy.Decision.Obligation;
import org.mailroom.messaging.safety.NewRestriction;
import org.mailroom.messaging.safety.Restriction;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each platform tells of its people, asked of the decision point with real rows. */
@Timeout(60)
class StoriesTest {
    private Desk desk;

    @AfterEach
    void close() {
        desk.close();
    }

    private void under(String policy) {
        desk = Desk.shipped(TestStore.create(), policy);
    }

    private Relation relate(Person from, Person to, String kind) {
        return desk.org.organisation.relations().add(from.id(), to.id(), kind, Org.ADMIN);
    }

    private Group group(String name, String kind, ReplyMode mode) {
        Group made = desk.org.group(name, kind);
        return desk.org.organisation.groups().update(made.withReplyMode(mode), Org.ADMIN);
    }

    private void join(Group group, Person person, Rank rank) {
        desk.org.organisation.groups().join(group.id(), person.id(), rank, Org.ADMIN);
    }

    private String mayWrite(Person from, Person to) {
        return word(desk.mayWrite(from, to.address()));
    }

    private Decision send(Sender sender, Optional<AddrSpec> path, String header, String... to) {
        return desk.policy.decide(
                new Question.Message(
                        sender,
                        path,
                        HeaderBlock.of((header + "\r\n\r\n").getBytes(UTF_8)),
                        1000,
                        List.of(to).stream().map(Desk::address).toList()));
    }

    @Test
    void patientsReachTheirOwnClinician() {
        under("healing-space");
        Person paula = desk.org.person("paula", "patient");
        Person other = desk.org.person("peter", "patient");
        Person anna = desk.org.person("anna", "clinician");
        Person ben = desk.org.person("ben", "clinician");
        Person dev = desk.org.person("developer", "developer");
        Relation treats = relate(anna, paula, "assigned");

        assertThat(mayWrite(paula, anna)).isEqualTo("yes");
        assertThat(mayWrite(anna, paula)).isEqualTo("yes");
        assertThat(mayWrite(paula, ben)).isEqualTo("not-permitted");
        assertThat(mayWrite(ben, paula)).isEqualTo("not-permitted");
        assertThat(mayWrite(paula, other)).isEqualTo("not-permitted");
        assertThat(mayWrite(paula, dev)).isEqualTo("yes");
        assertThat(mayWrite(dev, paula)).isEqualTo("yes");
        assertThat(mayWrite(anna, ben)).isEqualTo("yes");

        desk.org.pass(Duration.ofMinutes(1));
        desk.org.organisation.relations().end(treats.id(), desk.org.now(), Org.ADMIN);
        relate(ben, paula, "assigned");

        assertThat(mayWrite(paula, anna)).isEqualTo("not-permitted");
        assertThat(mayWrite(anna, paula)).isEqualTo("not-permitted");
        assertThat(mayWrite(paula, ben)).isEqualTo("yes");
    }

    @Test
    void aNoHelpsAndTellsNothing() {
        under("healing-space");
        Person paula = desk.org.person("paula", "patient");
        Person ben = desk.org.person("ben", "clinician");
        desk.org.person("peter", "patient");

        Decision.Refuse known = (Decision.Refuse) desk.mayWrite(paula, "ben");
        assertThat(known.text()).contains("clinicians who are assigned to you");
        assertThat(desk.mayWrite(paula, "peter")).isEqualTo(known);
        assertThat(desk.mayWrite(paula, "nobody-at-all")).isEqualTo(known);
        assertThat(word(desk.mayWrite(ben, "nobody-at-all"))).isEqualTo("no-such-recipient");
        assertThat(((Decision.Refuse) desk.mayWrite(ben, "peter")).text())
                .isEqualTo("This patient is not assigned to you.");
    }

    @Test
    void whoGetsTheSameAnnouncementsLearnsNothingOfTheOthers() {
        under("healing-space");
        Person paula = desk.org.person("paula", "patient");
        Person peter = desk.org.person("peter", "patient");
        for (String kind : List.of("cohort", "everyone")) {
            Group all = group(kind, kind, ReplyMode.ANNOUNCE);
            join(all, paula, Rank.MEMBER);
            join(all, peter, Rank.MEMBER);
        }

        assertThat(desk.mayWrite(paula, "peter")).isEqualTo(desk.mayWrite(paula, "nobody-at-all"));
    }

    @Test
    void blocksAreSilentAndStopNoClinician() {
        under("sisterhood");
        Person mia = desk.org.person("mia", "member");
        Person lea = desk.org.person("lea", "member");
        Person guard = desk.org.person("guard", "moderator");
        assertThat(mayWrite(mia, lea)).isEqualTo("yes");

        desk.blocks.block(lea.id(), mia.id(), "", Org.ADMIN);

        assertThat(desk.mayWrite(mia, "lea")).isEqualTo(desk.mayWrite(mia, "nobody-at-all"));
        assertThat(mayWrite(lea, mia)).isEqualTo("yes");
        assertThat(mayWrite(guard, lea)).isEqualTo("yes");
        assertThat(desk.policy.rules().unblockable(guard.id())).isTrue();
        assertThat(desk.policy.rules().unblockable(mia.id())).isFalse();
    }

    @Test
    void membersChooseWhoMayBegin() {
        under("sisterhood");
        Person mia = desk.org.person("mia", "member");
        Person lea = desk.org.person("lea");
        desk.org
                .organisation
                .people()
                .update(lea.withPreferences(Map.of(Reach.WHO_MAY_WRITE, "known")), Org.ADMIN);

        assertThat(mayWrite(mia, lea)).isEqualTo("not-permitted");

        Group circle = group("circle", "circle", ReplyMode.ALL);
        join(circle, mia, Rank.MEMBER);
        join(circle, lea, Rank.MEMBER);

        assertThat(mayWrite(mia, lea)).isEqualTo("yes");
    }

    @Test
    void restrictionsHoldAtOnceAndEndByTheClock() {
        under("mentoring");
        Person sam = desk.org.person("sam", "student");
        Person mo = desk.org.person("mo", "mentor");
        relate(mo, sam, "mentor");
        restrict(sam, Restriction.Kind.HOLD, Duration.ofHours(2));
        assertThat(mayWrite(sam, mo)).isEqualTo("held");
        restrict(sam, Restriction.Kind.MUTE, Duration.ofHours(1));
        assertThat(mayWrite(sam, mo)).isEqualTo("sender-restricted");
        assertThat(word(desk.mayWrite(sam, "nobody"))).isEqualTo("sender-restricted");

        desk.org.pass(Duration.ofMinutes(61));
        assertThat(mayWrite(sam, mo)).isEqualTo("held");

        desk.org.pass(Duration.ofMinutes(61));
        assertThat(mayWrite(sam, mo)).isEqualTo("yes");
    }

    private void restrict(Person person, Restriction.Kind kind, Duration time) {
        desk.restrictions.impose(
                new NewRestriction(
                        person.id(),
                        kind,
                        "reason",
                        Optional.of(desk.org.now().plus(time)),
                        Optional.empty()),
                Org.ADMIN);
    }

    @Test
    void anAnnouncementReachesTheClassAndAnswersTheOwner() {
        under("classroom");
        Person ina = desk.org.person("ina", "instructor");
        Person ivo = desk.org.person("ivo", "instructor");
        Person stu = desk.org.person("stu", "student");
        Person sue = desk.org.person("sue", "student");
        Group algebra = group("algebra", "class", ReplyMode.ALL);
        join(algebra, ina, Rank.PRIMARY_OWNER);
        join(algebra, ivo, Rank.OWNER);
        join(algebra, stu, Rank.MEMBER);
        join(algebra, sue, Rank.MEMBER);

        Decision announced = send(desk.sender(ina), Desk.path(ina), from(ina), "algebra");
        assertThat(announced)
                .isInstanceOfSatisfying(
                        Decision.Accept.class,
                        yes -> {
                            var cleared = yes.clearance().orElseThrow().of(algebra.id());
                            assertThat(cleared.orElseThrow().kind()).isEqualTo(Kind.GROUP);
                            // The group would let everybody answer; the policy does not.
                            assertThat(cleared.orElseThrow().obligations())
                                    .contains(Obligation.REPLY_TO_OWNERS);
                        });
        assertThat(word(desk.mayWrite(ivo, "algebra"))).isEqualTo("not-primary-owner");
        assertThat(word(desk.mayWrite(stu, "algebra"))).isEqualTo("not-primary-owner");
        assertThat(mayWrite(stu, ina)).isEqualTo("yes");
        assertThat(mayWrite(stu, ivo)).isEqualTo("yes");
        assertThat(mayWrite(stu, sue)).isEqualTo("not-permitted");

        Decision toClass =
                desk.ask(
                        stu,
                        "algebra",
                        Circumstances.reply(
                                new Circumstances.Conversation.Reply(
                                        Set.of(stu.id(), algebra.id()),
                                        Set.of(algebra.id()),
                                        Optional.of(algebra.id()))));
        assertThat(toClass)
                .isInstanceOfSatisfying(
                        Decision.Accept.class,
                        yes -> assertThat(yes.obligations()).contains(Obligation.TO_OWNERS));

        Person outsider = desk.org.person("out", "student");
        assertThat(desk.mayWrite(outsider, "algebra"))
                .isEqualTo(desk.mayWrite(outsider, "nobody-at-all"));
    }

    private static String from(Person person) {
        return "From: " + person.address() + "\r\nSubject: x";
    }

    @Test
    void membersWhoBlockedGetNoCopy() {
        under("mentoring");
        Person sam = desk.org.person("sam", "student");
        Person sue = desk.org.person("sue", "student");
        Person old = desk.org.person("old", "student");
        Group cohort = group("cohort", "cohort", ReplyMode.ALL);
        List.of(sam, sue, old).forEach(p -> join(cohort, p, Rank.MEMBER));
        Decision.Accept yes =
                (Decision.Accept) send(desk.sender(sam), Desk.path(sam), from(sam), "cohort");
        assertThat(word(member(yes, cohort, sam, sue))).isEqualTo("yes");

        desk.blocks.block(sue.id(), sam.id(), "", Org.ADMIN);
        desk.org.pass(Duration.ofSeconds(1));
        desk.org.organisation.groups().leave(cohort.id(), old.id(), desk.org.now(), Org.ADMIN);

        assertThat(word(member(yes, cohort, sam, sue))).isEqualTo("not-permitted");
        assertThat(word(member(yes, cohort, sam, old))).isEqualTo("recipient-unavailable");
    }

    private Decision member(Decision.Accept yes, Group group, Person sender, Person member) {
        return desk.policy.decide(
                new Question.Member(
                        desk.sender(sender),
                        yes.clearance().orElseThrow(),
                        group.id(),
                        member.id(),
                        100));
    }

    @Test
    void systemsSpeakForPeopleUnderPeoplesRules() {
        under("healing-space");
        Person paula = desk.org.person("paula", "patient");
        desk.org.person("ben", "clinician");
        Sender app = new Sender.TrustedSystem("app");
        String reminder = "From: reminders@elsewhere.test\r\nSubject: tomorrow";

        assertThat(word(send(app, Optional.empty(), reminder, "paula"))).isEqualTo("yes");
        for (String author :
                List.of(
                        "From: paula@example.org",
                        "From: \"Ben\" <PAULA+x@Example.ORG>",
                        "From: x@elsewhere.test\r\nSender: paula@example.org",
                        "From: x@elsewhere.test\r\nFrom: paula@example.org",
                        "From: x@elsewhere.test\r\nResent-From: paula@example.org",
                        "From: x@elsewhere.test, =?utf-8?q?P?= <paula@example.org>",
                        "from : paula@example.org (app)",
                        "From: x@elsewhere.test\r\nResent-Sender: paula@example.org")) {
            assertThat(word(send(app, Optional.empty(), author, "ben")))
                    .as(author)
                    .isEqualTo("not-permitted");
        }
        assertThat(word(send(app, Desk.path(paula), reminder, "ben"))).isEqualTo("not-permitted");
        assertThat(
                        word(
                                send(
                                        app,
                                        Optional.empty(),
                                        reminder + "\r\nReply-To: paula@example.org",
                                        "ben")))
                .isEqualTo("yes");
    }

    @Test
    void everyFormOfAnAddressIsTheSamePerson() {
        under("healing-space");
        Person paula = desk.org.person("paula", "patient");
        desk.org.person("ben", "clinician");
        for (String form :
                List.of(
                        "BEN@Example.Org",
                        "ben+anna@example.org",
                        "ben%elsewhere@example.org",
                        "b\u0435n@example.org",
                        "@example.org:ben@example.org",
                        "ben@bücher.example",
                        "ben@xn--bcher-kva.example",
                        "\"ben\"@example.org",
                        "ben@elsewhere.test")) {
            assertThat(word(desk.mayWrite(paula, form))).as(form).isEqualTo("not-permitted");
        }
    }

    @Test
    void answersStayAmongThoseWhoTakePart() {
        under("healing-space");
        Person anna = desk.org.person("anna", "clinician");
        Person paula = desk.org.person("paula", "patient");
        Person peter = desk.org.person("peter", "patient");
        relate(anna, paula, "assigned");
        relate(anna, peter, "assigned");
        var conversation =
                new Circumstances.Conversation.Reply(
                        Set.of(anna.id(), paula.id()), Set.of(paula.id()), Optional.empty());

        assertThat(word(desk.ask(anna, "paula", Circumstances.reply(conversation))))
                .isEqualTo("yes");
        assertThat(word(desk.ask(anna, "peter", Circumstances.reply(conversation))))
                .isEqualTo("reply-outside-thread");
        assertThat(mayWrite(anna, peter)).isEqualTo("yes");
    }

    @Test
    void aConversationIsReadFromTheMailboxes() {
        under("sisterhood");
        Person mia = desk.org.person("mia", "member");
        Person lea = desk.org.person("lea", "member");
        desk.org
                .organisation
                .people()
                .update(lea.withPreferences(Map.of(Reach.WHO_MAY_WRITE, "nobody")), Org.ADMIN);
        String written =
                "From: lea@example.org\r\nTo: mia@example.org\r\nMessage-ID: <one@example.org>";
        String answer = from(mia) + "\r\nIn-Reply-To: <one@example.org>";
        assertThat(word(send(desk.sender(mia), Desk.path(mia), answer, "lea")))
                .isEqualTo("not-permitted");

        // What Mia puts into her own mailbox proves nothing.
        file(mia, written);
        assertThat(word(send(desk.sender(mia), Desk.path(mia), answer, "lea")))
                .isEqualTo("not-permitted");

        file(lea, written);
        assertThat(word(send(desk.sender(mia), Desk.path(mia), answer, "lea"))).isEqualTo("yes");
    }

    private void file(Person person, String header) {
        byte[] message = (header + "\r\n\r\nHello\r\n").getBytes(UTF_8);
        try (AccountMail mail = desk.org.test.mail(person.id())) {
            desk.org.test.append(mail, MailboxName.INBOX, message, Flags.NONE);
        }
    }

    @Test
    void whoIsGoneWritesNoMore() {
        under("healing-space");
        Person anna = desk.org.person("anna", "clinician");
        Person ben = desk.org.person("ben", "clinician");
        Sender before = desk.sender(anna);
        desk.org.directory.suspend(anna.id());

        assertThat(word(desk.mayWrite(ben, "anna"))).isEqualTo("recipient-unavailable");
        assertThat(word(desk.policy.decide(new Question.From(before, Desk.path(anna), 0))))
                .isEqualTo("sender-suspended");
    }

    @Test
    void manyAtOnceIsBulk() {
        under("healing-space");
        Person paula = desk.org.person("paula", "patient");
        Person dev = desk.org.person("developer", "developer");
        String[] six = {
            "developer", "developer", "developer", "developer", "developer", "developer"
        };
        assertThat(word(send(desk.sender(paula), Desk.path(paula), from(paula), six)))
                .isEqualTo("bulk-not-allowed");
        String[] patients = {"paula", "paula", "paula", "paula", "paula", "paula"};
        assertThat(send(desk.sender(dev), Desk.path(dev), from(dev), patients))
                .isInstanceOfSatisfying(
                        Decision.Accept.class,
                        yes -> assertThat(yes.obligations()).contains(Obligation.HIDE_RECIPIENTS));
    }
}
