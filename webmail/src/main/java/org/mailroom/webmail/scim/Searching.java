package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.webmail.scim.filter.AttributePath;
import org.mailroom.webmail.scim.filter.Filter;
import org.mailroom.webmail.scim.schema.Attribute;
import org.mailroom.webmail.scim.schema.Matching;
import org.mailroom.webmail.scim.schema.ResourceType;
import org.mailroom.webmail.scim.schema.ScimError;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds, sorts and pages resources. RFC 7644 §3.4.2. */
final class Searching {
    /** Most that are sorted at once. */
    private static final int MOST_SORTED = 500_000;

    private static final Filter ALL = new Filter.And(List.of());

    private Searching() {}

    /** A list response. */
    static ObjectNode list(Resources resources, Query query, Request request) {
        long total;
        List<AccountId> ids;
        if (query.filter().isEmpty() && query.sortBy().isEmpty()) {
            total = resources.count();
            ids =
                    query.count() == 0
                            ? List.of()
                            : resources.page(query.startIndex() - 1, query.count());
        } else {
            List<AccountId> found = found(resources, query, request);
            total = found.size();
            ids = found.stream().skip(query.startIndex() - 1).limit(query.count()).toList();
        }
        ObjectNode answer = ScimJson.object();
        answer.putArray("schemas").add(ScimJson.LIST);
        answer.put("totalResults", total);
        List<ObjectNode> shown = new ArrayList<>();
        for (AccountId id : ids) {
            try {
                shown.add(resources.read(id, query.projection(), request).json());
            } catch (ScimError e) {
                if (e.status() != 404) { // gone since it was found
                    throw e;
                }
            }
        }
        answer.put("itemsPerPage", shown.size()).put("startIndex", query.startIndex());
        shown.forEach(answer.putArray("Resources")::add);
        return answer;
    }

    private record Match(AccountId id, Optional<String> key) {}

    private static List<AccountId> found(Resources resources, Query query, Request request) {
        Filter filter = query.filter().orElse(ALL);
        Matching matching = new Matching(resources.type(), filter);
        List<Match> matches = new ArrayList<>();
        Filter needed = needed(filter, query.sortBy());
        Optional<List<AccountId>> candidates =
                query.filter().isPresent() ? resources.candidates(filter) : Optional.empty();
        if (candidates.isPresent()) {
            for (AccountId id : candidates.get().stream().distinct().sorted(byId()).toList()) {
                resources
                        .filtered(id, needed, request)
                        .filter(matching::test)
                        .ifPresent(node -> matches.add(match(resources, id, node, query)));
            }
        } else {
            resources.each(
                    needed,
                    request,
                    (id, node) -> {
                        if (matching.test(node)) {
                            matches.add(match(resources, id, node, query));
                            if (matches.size() > MOST_SORTED) {
                                throw new ScimError(
                                        ScimError.Type.TOO_MANY, "more than can be listed");
                            }
                        }
                    });
        }
        if (query.sortBy().isPresent()) {
            matches.sort(order(query.ascending()));
        }
        return matches.stream().map(Match::id).toList();
    }

    private static Comparator<AccountId> byId() {
        return Comparator.comparingLong(AccountId::value);
    }

    /** So that what is sorted by is read too. */
    private static Filter needed(Filter filter, Optional<AttributePath> sortBy) {
        return sortBy.<Filter>map(path -> new Filter.And(List.of(filter, new Filter.Present(path))))
                .orElse(filter);
    }

    private static Match match(Resources resources, AccountId id, ObjectNode node, Query query) {
        return new Match(id, query.sortBy().flatMap(path -> sortKey(resources.type(), path, node)));
    }

    /** RFC 7644 §3.4.2.3: of several values the primary one, else the first. */
    private static Optional<String> sortKey(
            ResourceType type, AttributePath path, ObjectNode node) {
        ResourceType.Found found = type.find(path).orElseThrow();
        JsonNode value =
                (found.holder() == null ? node : node.path(found.holder()))
                        .path(found.whole().name());
        if (value.isArray()) {
            value =
                    value.valueStream()
                            .filter(v -> v.path("primary").asBoolean())
                            .findFirst()
                            .orElse(value.path(0));
        }
        Attribute last = found.last();
        if (found.sub().isPresent()) {
            value = value.path(last.name());
        } else if (value.isObject()) {
            value = value.path("value");
        }
        return value.isMissingNode() || value.isNull()
                ? Optional.empty()
                : Optional.of(
                        last.caseExact()
                                ? value.asText()
                                : value.asText().toLowerCase(Locale.ROOT));
    }

    // RFC 7644 §3.4.2.3: without a value comes last, or first when descending
    private static Comparator<Match> order(boolean ascending) {
        Comparator<Match> order =
                Comparator.comparing(
                        m -> m.key().orElse(null), Comparator.nullsLast(Comparator.naturalOrder()));
        Comparator<Match> directed = ascending ? order : order.reversed();
        return directed.thenComparing(Match::id, byId());
    }
}
