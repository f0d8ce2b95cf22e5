package org.mailroom.webmail.http;

import java.util.Optional;

/** How a session cookie is told from others, and whose it is. The log-in pages provide this. */
public interface Sessions {
    /** While nobody can log in with a browser. */
    Sessions NONE =
            new Sessions() {
                @Override
                public String cookie() {
                    return "__Host-mailroom";
                }

                @Override
                public Optional<Principal> principal(String value) {
                    return Optional.empty();
                }
            };

    /** The name of the cookie. */
    String cookie();

    /** Empty if the session is unknown, over, or its person may not log in any more. */
    Optional<Principal> principal(String value);
}
