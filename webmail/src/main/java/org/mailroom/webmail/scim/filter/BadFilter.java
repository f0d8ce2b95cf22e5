package org.mailroom.webmail.scim.filter;

/** A filter or a path that is none; the message says where and why, and is fit for the client. */
public final class BadFilter extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadFilter(String message) {
        super(message);
    }
}
