package org.mailroom.webmail.http;

/** The methods that routes are made for. RFC 9110 §9, RFC 5789 (PATCH). */
public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    /** Whether it only reads, so that another site's making a browser send it does no harm. */
    public boolean safe() {
        return this == GET;
    }
}
