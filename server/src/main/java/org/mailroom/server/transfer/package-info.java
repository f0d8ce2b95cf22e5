/**
 * Mail from files and to files: mbox, Maildir, folders of {@code .eml}. Start at {@link
 * org.mailroom.server.transfer.Importer} and {@link org.mailroom.server.transfer.Exporter}. What is
 * exported comes back unchanged by import: bytes, flags, keywords, dates, mailbox names.
 *
 * <p>Files on disk have LF for line ends, mail in the store has CRLF; {@link
 * org.mailroom.server.transfer.LineEnds} says when one is turned into the other. RFC 4155.
 */
@NullMarked
package org.mailroom.server.transfer;

import org.jspecify.annotations.NullMarked;
