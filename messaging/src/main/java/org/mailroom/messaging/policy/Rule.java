package org.mailroom.messaging.policy;

/**
 * One reason to say no. Stateless or thread-safe; may read the directory and the store, and must
 * not wait for anything else. A rule that a question does not concern accepts.
 */
@FunctionalInterface
public interface Rule {
    Decision judge(Question question);
}
