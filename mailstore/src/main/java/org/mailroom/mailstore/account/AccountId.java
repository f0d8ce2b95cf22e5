package org.mailroom.mailstore.account;

/** The number of an account; never reused. */
public record AccountId(long value) {
    public AccountId {
        if (value < 1) {
            throw new IllegalArgumentException("account id " + value);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
