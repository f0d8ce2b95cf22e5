package org.mailroom.messaging.provision;

import java.util.Set;

/**
 * How an import is done.
 *
 * @param dryRun says what would change and changes nothing
 * @param resume goes on where an import of the same files was cut off
 * @param missing what is ended when the files do not list it
 * @param mostMissing most of what is there, in percent, that may be ended for being missing; with
 *     more, nothing at all is changed
 */
public record ImportOptions(boolean dryRun, boolean resume, Set<Missing> missing, int mostMissing) {

    /** What may be ended when it is not listed. */
    public enum Missing {
        /** People who are not listed have left. */
        PEOPLE,
        /** Members who are not listed leave the groups that the files name. */
        MEMBERS,
        /** Relations that are not listed end, of the kinds that the files name. */
        RELATIONS
    }

    /** Nobody leaves. */
    public static final ImportOptions DEFAULT = new ImportOptions(false, false, Set.of(), 10);

    public ImportOptions {
        missing = Set.copyOf(missing);
        if (mostMissing < 0 || mostMissing > 100) {
            throw new IllegalArgumentException("percent: " + mostMissing);
        }
    }

    public ImportOptions withDryRun(boolean only) {
        return new ImportOptions(only, resume, missing, mostMissing);
    }

    public ImportOptions withResume(boolean on) {
        return new ImportOptions(dryRun, on, missing, mostMissing);
    }

    public ImportOptions withMissing(Set<Missing> ended, int most) {
        return new ImportOptions(dryRun, resume, ended, most);
    }
}
