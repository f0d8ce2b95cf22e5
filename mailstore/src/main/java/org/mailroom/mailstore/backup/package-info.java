/**
 * A store on another disk, and back: {@link Backup} and {@link Restore}. The format is that of
 * {@code docs/adr/0006-backup.md}, the same for every database, so that restoring is also how a
 * store changes from one to the other. Imports: mailstore.check, mail, rows, blob, seal.
 */
@NullMarked
package org.mailroom.mailstore.backup;

import org.jspecify.annotations.NullMarked;
