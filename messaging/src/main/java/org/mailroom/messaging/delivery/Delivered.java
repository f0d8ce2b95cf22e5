package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.mail.Filed;

import java.util.Optional;

/**
 * A message that is on disk for everybody it was accepted for.
 *
 * @param sent where the sender's own copy lies, if one was to be filed
 */
public record Delivered(Optional<Filed> sent) {}
