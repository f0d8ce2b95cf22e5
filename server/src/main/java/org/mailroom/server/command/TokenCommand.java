package org.mailroom.server.command;

import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.people.ApiToken;
import org.mailroom.messaging.people.Scope;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code token}: what services log in with. */
@Command(
        name = "token",
        description = "Issues and revokes the API tokens of services.",
        subcommands = {
            TokenCommand.Issue.class,
            TokenCommand.Listing.class,
            TokenCommand.Revoke.class
        })
final class TokenCommand {
    private TokenCommand() {}

    /** {@code token issue}. */
    @Command(
            name = "issue",
            description = "Makes a token and shows it, once: it cannot be shown again.")
    static final class Issue extends StoreCommand {
        @Parameters(index = "0", paramLabel = "SERVICE", description = "A service's address.")
        private String service = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "What you call the token.")
        private String name = "";

        @Option(
                names = "--scope",
                required = true,
                paramLabel = "SCOPE",
                description =
                        "What it is good for; several may be given: messages:send,"
                                + " messages:send-as, broadcast, people:read, people:write,"
                                + " services:write, scim, scim:read, policy:read, policy:write,"
                                + " moderation, audit:read, self.")
        private List<String> scopes = new ArrayList<>();

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "2026-12-31, or 90d from now. Default: never.")
        private Optional<String> expires = Optional.empty();

        Issue(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            Set<Scope> all = scopes.stream().map(Issue::scope).collect(Collectors.toSet());
            String token =
                    store.organisation()
                            .tokens()
                            .issue(
                                    store.account(service).id(),
                                    name,
                                    all,
                                    expires.map(t -> Say.time("--expires", t)),
                                    Actor.CONSOLE);
            terminal.out().println(token);
            return 0;
        }

        private static Scope scope(String wire) {
            return Scope.ofWire(wire)
                    .orElseThrow(
                            () ->
                                    new CommandFailed(
                                            "--scope: "
                                                    + wire
                                                    + " is none of "
                                                    + Arrays.stream(Scope.values())
                                                            .map(Scope::wire)
                                                            .collect(Collectors.joining(", "))));
        }
    }

    /** {@code token list}. */
    @Command(name = "list", description = "Lists the tokens of a service, without what logs in.")
    static final class Listing extends StoreCommand {
        @Parameters(paramLabel = "SERVICE", description = "A service's address.")
        private String service = "";

        Listing(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            for (ApiToken t : store.organisation().tokens().list(store.account(service).id())) {
                terminal.out()
                        .printf(
                                "%6d  %s  (%s)  %s%n",
                                t.id(),
                                t.name(),
                                t.scopes().stream()
                                        .map(Scope::wire)
                                        .sorted()
                                        .collect(Collectors.joining(" ")),
                                state(t));
            }
            return 0;
        }

        private static String state(ApiToken t) {
            if (t.revoked().isPresent()) {
                return "revoked " + t.revoked().get();
            }
            return t.expires()
                    .map(e -> (t.good(Instant.now()) ? "good until " : "expired ") + e)
                    .orElse("good");
        }
    }

    /** {@code token revoke}. */
    @Command(name = "revoke", description = "Revokes a token at once.")
    static final class Revoke extends StoreCommand {
        @Parameters(index = "0", paramLabel = "SERVICE", description = "A service's address.")
        private String service = "";

        @Parameters(index = "1", paramLabel = "NUMBER", description = "As token list shows it.")
        private long number;

        Revoke(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            store.organisation()
                    .tokens()
                    .revoke(store.account(service).id(), number, Actor.CONSOLE);
            terminal.out().println("Revoked");
            return 0;
        }
    }
}
