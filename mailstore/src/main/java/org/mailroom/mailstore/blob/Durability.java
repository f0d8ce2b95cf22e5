package org.mailroom.mailstore.blob;

import java.io.IOException;

/** A sync under way, so that other work, such as a database commit, can go on meanwhile. */
@FunctionalInterface
public interface Durability {
    /**
     * Returns once the blobs survive kill -9 and power loss.
     *
     * @throws IOException when that could not be achieved: they must not be acknowledged. Trying
     *     again does not help; put them again.
     */
    void await() throws IOException;
}
