package org.mailroom.messaging.provision;

/** Where in a file something is; line and column count from 1. */
public record Place(String file, long line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
