package org.mailroom.mailstore.check;

/** Hears how far a long work is. Called often, by the working thread: return at once. */
@FunctionalInterface
public interface Progress {
    /** For whom does not want to know. */
    Progress NONE = (stage, done, total) -> {};

    /**
     * @param stage what is being done, fit to be shown
     * @param done of {@code total}, in units of the stage
     * @param total 0 when not known
     */
    void at(String stage, long done, long total);
}
