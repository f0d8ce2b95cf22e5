package org.mailroom.messaging.send;

import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Kind;

import java.util.List;
import java.util.Optional;

/**
 * A message as it is composed.
 *
 * @param to like {@code cc} and {@code bcc}, addresses of people and groups
 * @param text plain text; lines end as they like
 * @param html the same with its looks; empty: plain text alone
 * @param inReplyTo the Message-ID of what it answers, with its angle brackets
 * @param references Message-IDs of the conversation, oldest first
 * @param said BULK or BROADCAST where that is meant; else as recipients and conversation show
 * @param automatic whether no person wrote it; says so in Auto-Submitted
 */
public record NewMessage(
        List<AddrSpec> to,
        List<AddrSpec> cc,
        List<AddrSpec> bcc,
        String subject,
        String text,
        Optional<String> html,
        List<Attachment> attachments,
        Optional<String> inReplyTo,
        List<String> references,
        Optional<Kind> said,
        boolean automatic) {

    /**
     * Something attached.
     *
     * @param type media type, as {@code image/png}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Attachment(String name, String type, byte[] content) {}

    public NewMessage {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        attachments = List.copyOf(attachments);
        references = List.copyOf(references);
    }

    /** Plain text that begins a conversation. */
    public NewMessage(List<AddrSpec> to, String subject, String text) {
        this(
                to,
                List.of(),
                List.of(),
                subject,
                text,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false);
    }

    /** An answer to a message. */
    public NewMessage answering(String messageId, List<String> conversation) {
        return new NewMessage(
                to,
                cc,
                bcc,
                subject,
                text,
                html,
                attachments,
                Optional.of(messageId),
                conversation,
                said,
                automatic);
    }

    public NewMessage as(Kind kind) {
        return new NewMessage(
                to,
                cc,
                bcc,
                subject,
                text,
                html,
                attachments,
                inReplyTo,
                references,
                Optional.of(kind),
                automatic);
    }

    /** The same to one of its recipients alone. */
    NewMessage onlyTo(AddrSpec one) {
        return new NewMessage(
                List.of(one),
                List.of(),
                List.of(),
                subject,
                text,
                html,
                attachments,
                inReplyTo,
                references,
                said,
                automatic);
    }
}
