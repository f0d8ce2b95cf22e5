package org.mailroom.webmail.scim.schema;

/** A request that is not done; the message is fit for the client. RFC 7644 §3.12. */
public final class ScimError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, as programs read it. RFC 7644 table 9; NONE where that has no word. */
    public enum Type {
        INVALID_FILTER("invalidFilter", 400),
        TOO_MANY("tooMany", 400),
        UNIQUENESS("uniqueness", 409),
        MUTABILITY("mutability", 400),
        INVALID_SYNTAX("invalidSyntax", 400),
        INVALID_PATH("invalidPath", 400),
        NO_TARGET("noTarget", 400),
        INVALID_VALUE("invalidValue", 400),
        NONE("", 500);

        private final String wire;
        private final int status;

        Type(String wire, int status) {
            this.wire = wire;
            this.status = status;
        }

        /** Empty for NONE. */
        public String wire() {
            return wire;
        }
    }

    private final int status;
    private final Type type;

    public ScimError(Type type, String message) {
        super(message);
        this.type = type;
        this.status = type.status;
    }

    /** A status that says all there is. */
    public ScimError(int status, String message) {
        super(message);
        this.type = Type.NONE;
        this.status = status;
    }

    public int status() {
        return status;
    }

    public Type type() {
        return type;
    }
}
