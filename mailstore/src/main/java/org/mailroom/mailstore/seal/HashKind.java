package org.mailroom.mailstore.seal;

/**
 * What a keyed hash is of. Equal text of two kinds hashes differently. Codes are on disk: add,
 * never renumber or reuse.
 */
public enum HashKind {
    /** Message-ID, In-Reply-To, References: threading. */
    MESSAGE_ID(1),
    /** Name of a mailbox: lookup and uniqueness. */
    MAILBOX(2),
    /** Mail address or login name. */
    ADDRESS(3),
    /** Base subject: threading. */
    SUBJECT(4),
    /** Idempotency key of a delivery or request. */
    DELIVERY(5),
    /** Name of a role, a kind of relation or group, an attribute. */
    TERM(6),
    /** API token. */
    TOKEN(7),
    /** Mark of how far the audit log has come. */
    AUDIT(20),
    /** Name of a rate lane or of a system that uses one. */
    LANE(21),
    /** What another system calls somebody or something. */
    EXTERNAL_ID(40),
    /** Session, passkey, recovery code, identity at a provider. */
    LOGIN(70);

    private final byte code;

    HashKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }
}
