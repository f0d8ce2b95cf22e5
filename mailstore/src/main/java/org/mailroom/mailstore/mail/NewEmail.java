package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.mailbox.Flags;

import java.time.Instant;

/**
 * A message to be filed.
 *
 * @param content finished; stays the caller's to close
 * @param flags initial flags
 * @param received INTERNALDATE
 */
public record NewEmail(Incoming content, Flags flags, Instant received) {}
