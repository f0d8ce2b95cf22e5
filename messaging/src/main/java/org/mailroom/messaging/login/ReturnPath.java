package org.mailroom.messaging.login;

import java.util.regex.Pattern;

/**
 * Where somebody wanted to go before they had to log in: a place of ours, whatever is asked for.
 */
public final class ReturnPath {
    /** A second slash, or a backslash that browsers take for one, would name another host. */
    private static final Pattern OURS =
            Pattern.compile(
                    "/(?:[A-Za-z0-9._~!$&'()*+,;=:@%?#-][A-Za-z0-9._~!$&'()*+,;=:@%?#/-]*)?");

    private static final int MOST = 1_000;

    private ReturnPath() {}

    /** The path, or the start page if it is not one of ours. */
    public static String safe(String path) {
        return path.length() <= MOST && OURS.matcher(path).matches() ? path : "/";
    }
}
