package org.mailroom.imap.command;

import java.util.OptionalLong;

/** CHANGEDSINCE and VANISHED of FETCH. RFC 7162 §3.1.4.1, §3.2.6. */
public record FetchModifiers(OptionalLong changedSince, boolean vanished) {
    public static final FetchModifiers NONE = new FetchModifiers(OptionalLong.empty(), false);
}
