package org.mailroom.messaging.people;

import java.util.Optional;

/** What a token is good for. The wire names are on disk: add, never rename. */
public enum Scope {
    /** Send messages as the service. */
    MESSAGES_SEND("messages:send"),
    /** Send in the name of people, under the rules for them. */
    MESSAGES_SEND_AS("messages:send-as"),
    /** Broadcast to groups and segments. */
    BROADCAST("broadcast"),
    PEOPLE_READ("people:read"),
    /** Make, change and remove people, relations and groups. */
    PEOPLE_WRITE("people:write"),
    /** Make services and issue tokens, with no scope that whoever issues them lacks. */
    SERVICES_WRITE("services:write"),
    /** Provision people, relations and groups by SCIM. */
    SCIM("scim"),
    /** Read them by SCIM. */
    SCIM_READ("scim:read"),
    /** Ask the decision point and read the rules. */
    POLICY_READ("policy:read"),
    /** Have the rules read again. */
    POLICY_WRITE("policy:write"),
    /** See reports and impose restrictions. */
    MODERATION("moderation"),
    AUDIT_READ("audit:read"),
    /** One's own blocks, scheduled messages and access log. */
    SELF("self");

    private final String wire;

    Scope(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    public static Optional<Scope> ofWire(String wire) {
        for (Scope scope : values()) {
            if (scope.wire.equals(wire)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
