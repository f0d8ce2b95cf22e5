package org.mailroom.smtp.pipeline;

import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.delivery.Envelope;
import org.mailroom.messaging.people.AddrSpec;

import java.util.List;
import java.util.Map;

/**
 * What the pipeline made of a message. Close it when everything is delivered.
 *
 * @param messages what is to be delivered; usually one
 * @param refusals recipients that a mailet refused, with its reason
 * @param made contents that were made here, to be let go of
 */
public record Processed(
        List<Message> messages, Map<AddrSpec, Refused> refusals, List<Incoming> made)
        implements AutoCloseable {

    /** A message for some of the recipients. */
    public record Message(Envelope envelope, Incoming content) {}

    @Override
    public void close() {
        made.forEach(Incoming::close);
    }
}
