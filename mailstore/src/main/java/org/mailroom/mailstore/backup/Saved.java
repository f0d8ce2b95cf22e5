package org.mailroom.mailstore.backup;

/**
 * What a backup holds.
 *
 * @param rows of all tables
 * @param segments files with contents
 * @param copiedBytes written by this backup; the rest was there from an earlier one
 * @param totalBytes of all files together
 */
public record Saved(long rows, int segments, long copiedBytes, long totalBytes) {}
