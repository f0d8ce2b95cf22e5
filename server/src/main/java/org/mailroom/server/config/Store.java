package org.mailroom.server.config;

import java.nio.file.Path;

/**
 * Where mail is kept.
 *
 * @param data directory of everything that is stored; made when missing
 */
public record Store(Path data) {

    public static final Store DEFAULT = new Store(Path.of("data"));
}
