package org.mailroom.messaging.provision;

/** Is told how far an import has come; may throw to end it, which {@code resume} goes on from. */
@FunctionalInterface
public interface ImportProgress {
    /**
     * @param stage what is being done, in a word or two
     * @param total 0 while it is not known
     */
    void at(String stage, long done, long total);
}
