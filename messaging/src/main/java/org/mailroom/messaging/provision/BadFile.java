package org.mailroom.messaging.provision;

/** A file that cannot be read on from here. */
final class BadFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised
    private final Mistake mistake;

    BadFile(Place place, String text) {
        super(text);
        this.mistake = new Mistake(place, text);
    }

    Mistake mistake() {
        return mistake;
    }
}
