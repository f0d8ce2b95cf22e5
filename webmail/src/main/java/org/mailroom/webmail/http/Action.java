package org.mailroom.webmail.http;

/** What a route does. Says no by {@link ProblemException} or the store's Refused. */
@FunctionalInterface
public interface Action {
    Answer on(Call call);
}
