/**
 * IMAP4rev2 and IMAP4rev1. The grammar of what clients send is in {@code command} and {@code
 * parser}, of what they are sent in {@code response}; {@code session} carries commands out, {@code
 * search} evaluates SEARCH.
 *
 * <p>RFC 9051, RFC 3501.
 */
@NullMarked
package org.mailroom.imap;

import org.jspecify.annotations.NullMarked;
