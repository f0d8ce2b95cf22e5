package org.mailroom.mailstore.mail;

/** Being told that an account changed. Close it to hear no more. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
