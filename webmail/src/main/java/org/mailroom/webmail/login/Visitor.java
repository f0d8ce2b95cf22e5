package org.mailroom.webmail.login;

import org.mailroom.messaging.login.Browser;
import org.mailroom.messaging.login.LoginServices;
import org.mailroom.messaging.login.WebSession;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Principal;
import org.mailroom.webmail.http.Problem;

import java.net.InetAddress;

/** Who calls, as far as logging in goes. */
record Visitor(LoginServices login, Cookies cookies) {
    static Browser browser(Call call) {
        return new Browser(InetAddress.ofLiteral(call.ip()), call.header("User-Agent").orElse(""));
    }

    /**
     * The session of the caller; services with tokens have none and no such things of their own.
     */
    WebSession session(Call call) {
        if (call.principal().via() instanceof Principal.Via.Session) {
            return cookies.session(call)
                    .flatMap(login.sessions()::find)
                    .orElseThrow(Visitor::onlyPeople);
        }
        throw onlyPeople();
    }

    private static RuntimeException onlyPeople() {
        return Problem.of(403, "session-needed", "For people with a browser")
                .detail("Log in with a session")
                .thrown();
    }

    /** The session, if its owner has proved themselves a short while ago: to change how they do. */
    WebSession fresh(Call call) {
        WebSession session = session(call);
        if (!login.sessions().fresh(session)) {
            throw Problem.of(403, "fresh-login-needed", "Log in again first")
                    .detail("This changes how you log in, so prove once more that it is you")
                    .thrown();
        }
        return session;
    }
}
