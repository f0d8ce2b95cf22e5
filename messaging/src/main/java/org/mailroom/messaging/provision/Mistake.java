package org.mailroom.messaging.provision;

/** What is wrong with a file, and where. */
public record Mistake(Place place, String text) {
    @Override
    public String toString() {
        return place + ": " + text;
    }
}
