package org.mailroom.server.config;

/**
 * Everything that can be set; one component per group of {@code mailroom.yaml}.
 *
 * @param listen addresses and ports
 * @param store where mail is kept
 * @param log logging
 */
public record Settings(Listen listen, Store store, Log log) {

    public static final Settings DEFAULT = new Settings(Listen.DEFAULT, Store.DEFAULT, Log.DEFAULT);

    public Settings withListen(Listen shifted) {
        return new Settings(shifted, store, log);
    }
}
