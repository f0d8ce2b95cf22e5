package org.mailroom.messaging.login;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.login.oidc.OidcPerson;
import org.mailroom.messaging.login.oidc.OidcProvider;
import org.mailroom.messaging.people.Directory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Identity providers, and who people there are here. Thread-safe. */
record Identities(List<OidcProvider> providers, OidcLinks links, Directory directory) {
    Identities {
        providers = List.copyOf(providers);
    }

    Optional<OidcProvider> provider(String id) {
        return providers.stream().filter(p -> p.settings().id().equals(id)).findFirst();
    }

    Optional<OidcProvider> byIssuer(String issuer) {
        return providers.stream().filter(p -> p.settings().issuer().equals(issuer)).findFirst();
    }

    Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        providers.forEach(p -> titles.put(p.settings().id(), p.settings().title()));
        return titles;
    }

    /**
     * Who that is here: as linked, or, where the settings trust the provider with that, by an
     * address that it has verified; the link is then kept, so that it follows no later change.
     */
    Optional<AccountId> account(OidcProvider provider, OidcPerson person) {
        Optional<AccountId> linked = links.account(person);
        if (linked.isPresent() || !provider.settings().linksByEmail()) {
            return linked;
        }
        Optional<AccountId> found =
                person.email()
                        .filter(address -> address.indexOf('@') > 0)
                        .flatMap(directory::byLoginName)
                        .filter(Directory::mayLogIn)
                        .map(Account::id);
        found.ifPresent(
                account -> links.add(account, provider.settings().id(), person, Actor.SYSTEM));
        return found;
    }
}
