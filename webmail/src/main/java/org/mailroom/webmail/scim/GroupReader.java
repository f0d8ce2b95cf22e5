package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.History;
import org.mailroom.messaging.group.NewGroup;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.people.Terms;
import org.mailroom.webmail.scim.schema.Schemas;
import org.mailroom.webmail.scim.schema.ScimError;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Understands a Group resource, without its members. RFC 7643 §4.2. */
final class GroupReader {
    private static final String KIND = "team";
    private static final int MOST_LOCAL = 50;

    private final ScimServices services;

    GroupReader(ScimServices services) {
        this.services = services;
    }

    NewGroup fresh(ObjectNode resource) {
        JsonNode own = resource.path(Schemas.MAILROOM_GROUP);
        return new NewGroup(
                address(own).orElseGet(() -> made(resource.path("displayName").asText())),
                List.of(),
                title(resource),
                kind(own).orElse(KIND),
                replyMode(own).orElse(ReplyMode.REPLY_TO_OWNER),
                history(own).orElse(History.FROM_JOIN),
                expression(own));
    }

    /** The same under another address, for a title that is there already. */
    NewGroup numbered(NewGroup group, int number) {
        int at = group.address().lastIndexOf('@');
        String address =
                group.address().substring(0, at) + "-" + number + group.address().substring(at);
        return new NewGroup(
                address,
                group.aliases(),
                group.title(),
                group.kind(),
                group.replyMode(),
                group.history(),
                group.expression());
    }

    /**
     * @param complete whether a missing expression is to be cleared
     */
    Group upon(Group group, ObjectNode resource, boolean complete) {
        JsonNode own = resource.path(Schemas.MAILROOM_GROUP);
        String title = title(resource);
        Group changed =
                title.equals(group.title()) || title.equals(group.address())
                        ? group
                        : group.withTitle(title);
        changed = changed.withAddresses(address(own).orElse(group.address()), group.aliases());
        changed = changed.withKind(kind(own).orElse(group.kind()));
        changed = changed.withReplyMode(replyMode(own).orElse(group.replyMode()));
        changed = changed.withHistory(history(own).orElse(group.history()));
        return own.has("expression") || complete
                ? changed.withExpression(expression(own))
                : changed;
    }

    private static String title(ObjectNode resource) {
        return resource.path("displayName").asText().replace('\n', ' ');
    }

    private static Optional<String> address(JsonNode own) {
        return Optional.of(own.path("address").asText().toLowerCase(Locale.ROOT))
                .filter(a -> !a.isEmpty());
    }

    /** {@code Équipe de nuit} is {@code equipe-de-nuit@…}. */
    private String made(String title) {
        String plain =
                Normalizer.normalize(title, Normalizer.Form.NFD)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("\\p{M}+", "")
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "");
        String local = plain.substring(0, Math.min(plain.length(), MOST_LOCAL));
        return (local.isEmpty() ? "group" : local) + "@" + services.domain();
    }

    private static Optional<String> kind(JsonNode own) {
        String kind = own.path("kind").asText();
        try {
            return kind.isEmpty() ? Optional.empty() : Optional.of(Terms.normal(kind));
        } catch (Refused e) {
            throw new ScimError(ScimError.Type.INVALID_VALUE, "kind: " + e.getMessage());
        }
    }

    private static Optional<ReplyMode> replyMode(JsonNode own) {
        return constant(own.path("replyMode")).map(ReplyMode::valueOf);
    }

    private static Optional<History> history(JsonNode own) {
        return constant(own.path("history")).map(History::valueOf);
    }

    private static Optional<String> constant(JsonNode wire) {
        return Optional.of(wire.asText().toUpperCase(Locale.ROOT).replace('-', '_'))
                .filter(name -> !name.isEmpty());
    }

    private static Optional<String> expression(JsonNode own) {
        return Optional.of(own.path("expression").asText().strip()).filter(e -> !e.isEmpty());
    }
}
