package org.mailroom.webmail.api;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.policy.Circumstances;
import org.mailroom.messaging.policy.Explanation;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.RuleBook;
import org.mailroom.messaging.policy.Rules;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rules in force: what they speak of, why they answer as they do, reading them again. */
final class PolicyResource implements Resource {
    private static final String POLICY = ROOT + "/policy";
    private static final Access READ = Access.scope(Scope.POLICY_READ);

    /** What the rules speak of. */
    record PolicyJson(
            String name,
            Map<String, String> roles,
            Map<String, String> relations,
            List<String> groupKinds,
            Set<String> restrictions) {}

    /** An answer of the decision point, and its grounds. */
    record ExplanationJson(
            String verdict,
            @Nullable String code,
            @Nullable String detail,
            String policy,
            @Nullable Integer line,
            List<String> grounds) {}

    /** Rules that were taken. */
    record ReloadedJson(String policy, List<String> warnings) {}

    private final Policy policy;
    private final Senders senders;
    private final Named named;

    PolicyResource(Policy policy, Senders senders, Named named) {
        this.policy = policy;
        this.senders = senders;
        this.named = named;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(POLICY, READ, this::read),
                Route.get(POLICY + "/explain", READ, this::explain).query("from", "to", "kind"),
                Route.post(POLICY + "/reload", Access.scope(Scope.POLICY_WRITE), this::reload)
                        .body(0));
    }

    private Answer read(Call call) {
        Rules rules = policy.rules();
        return Answer.ok(
                new PolicyJson(
                        rules.policy(),
                        rules.roles(),
                        rules.relations(),
                        rules.groupKinds(),
                        rules.restrictions().stream()
                                .map(Words::of)
                                .collect(Collectors.toCollection(TreeSet::new))));
    }

    private Answer explain(Call call) {
        Account from =
                named.findPerson(needed(call, "from"))
                        .map(p -> senders.account(p.id()))
                        .orElseThrow(() -> Problem.nothing("person").thrown());
        AddrSpec to = Named.address("to", needed(call, "to"));
        Circumstances circumstances =
                call.query("kind")
                        .map(k -> Circumstances.NEW.as(MayResource.kind(k)))
                        .orElse(Circumstances.NEW);
        Explanation why =
                policy.explain(
                        new Question.To(
                                Senders.own(from),
                                AddrSpec.of(from.address()),
                                to,
                                0,
                                circumstances));
        MayResource.One verdict = MayResource.One.of(to.key(), why.decision());
        return Answer.ok(
                new ExplanationJson(
                        verdict.verdict(),
                        verdict.code(),
                        verdict.detail(),
                        why.policy(),
                        why.line().orElse(null),
                        why.grounds()));
    }

    private static String needed(Call call, String name) {
        return call.query(name).orElseThrow(() -> Call.wrong(name, "is missing"));
    }

    private Answer reload(Call call) {
        RuleBook.Reloaded reloaded = policy.reload();
        if (!reloaded.taken()) {
            Problem no =
                    Problem.of(409, "policy-rejected", "The rules do not hold together")
                            .detail(reloaded.policy() + " stays in force");
            for (var one : reloaded.problems()) {
                no = no.fault("line " + one.line(), one.text());
            }
            throw no.thrown();
        }
        return Answer.ok(
                new ReloadedJson(
                        reloaded.policy(),
                        reloaded.problems().stream()
                                .map(p -> "line " + p.line() + ": " + p.text())
                                .toList()));
    }
}
