package org.mailroom.mailstore.blob;

import java.io.IOException;
import java.nio.file.Path;

/** Where uploads wait for their commit. What an earlier run left there is deleted at opening. */
@SuppressWarnings("DoNotCallSuggester")
public final class Staging {
    private Staging() {}

    /**
     * @param directory {@code staging/} of the data directory; made when missing. Of this process
     *     only.
     */
    public static Staging open(Path directory, BlobSettings settings) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Begins an upload. */
    public Staged stage() {
        throw new UnsupportedOperationException();
    }
}
