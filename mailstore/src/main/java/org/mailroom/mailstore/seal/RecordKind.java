package org.mailroom.mailstore.seal;

/**
 * What a sealed record is. The kind is authenticated with the record, so that a sealed value copied
 * into another column does not open. Codes are on disk: add, never renumber or reuse.
 */
public enum RecordKind {
    /** Summary of an email: envelope, structure, preview. */
    SUMMARY(1),
    /** Name of a mailbox. */
    MAILBOX(2),
    /** Login name, address or other identity of an account, in the directory. */
    ADDRESS(3),
    /** Name shown to people. */
    DISPLAY_NAME(4),
    /** Password hash, SCRAM keys, app password. */
    CREDENTIAL(5),
    /** Settings of an account. */
    SETTINGS(6),
    /** Annotation or other property of a mailbox or email. */
    PROPERTY(7),
    /** Entry of a queue: outbound, scheduled, fan-out. */
    QUEUE(8),
    /** Keyword names of a mailbox. */
    KEYWORDS(9),
    /** Name of a role, a kind of relation or group, an attribute. */
    TERM(10),
    /** Roles, attributes and preferences of a person. */
    PERSON(11),
    /** What makes somebody a member of a group. */
    EXPRESSION(12),
    /** Name and scopes of an API token. */
    TOKEN(13),
    /** Words of an audit record. */
    AUDIT(20),
    /** Reason of a block or restriction. */
    SAFETY(21),
    /** What another system calls an account, and says of it. */
    PROVISION(40),
    /** Session, passkey, TOTP secret, identity at a provider. */
    LOGIN(70),
    /** Anything small that has no kind of its own yet. */
    OTHER(127);

    private final byte code;

    RecordKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }
}
