package org.mailroom.smtp.pipeline;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.delivery.Envelope;
import org.mailroom.messaging.delivery.Recipient;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a message through the pairs of matcher and mailet. Where a matcher names some of the
 * recipients, the mail is split and goes on in two. Thread-safe if the mailets are.
 *
 * <p>The message stays in sealed staging. A mailet that asks for its content has it parsed in
 * memory, one that changes it causes a second staging; our own do neither, but for AddHeader.
 */
public final class Pipeline implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Pipeline.class);

    static {
        // James would put copies that a mailet makes of large messages into files, unencrypted.
        System.setProperty("james.message.memory.threshold", String.valueOf(1 << 30));
    }

    private final List<LoadedStep> steps;
    private final MailStore store;
    private final Leave leave;

    /**
     * @throws IllegalArgumentException if a step cannot be set up; the message says which and why
     */
    public Pipeline(
            List<PipelineStep> steps,
            MailStore store,
            Directory directory,
            Policy policy,
            Delivery delivery,
            String hostName) {
        this.store = store;
        this.leave = new Leave(policy, hostName);
        PipelineContext context = new PipelineContext(store, directory, leave, delivery, hostName);
        this.steps = steps.stream().map(step -> LoadedStep.load(step, context)).toList();
    }

    /**
     * What is to be delivered, and to whom.
     *
     * @param content finished; stays the caller's to close
     * @throws Refused if a mailet failed
     */
    public Processed process(Envelope envelope, Incoming content, String id) {
        if (steps.isEmpty()) {
            return new Processed(
                    List.of(new Processed.Message(envelope, content)), Map.of(), List.of());
        }
        Run run = new Run(envelope, content, id);
        try {
            return run.process();
        } catch (MessagingException | IOException e) {
            run.made.forEach(Incoming::close);
            log.error("{}: pipeline failed", id, e);
            throw new Refused(Reason.UNAVAILABLE, "Message cannot be processed now", e);
        } catch (RuntimeException e) {
            run.made.forEach(Incoming::close);
            throw e;
        }
    }

    @Override
    public void close() {
        steps.forEach(LoadedStep::destroy);
    }

    /** One message on its way through. */
    private final class Run {
        private final Envelope envelope;
        private final Incoming content;
        private final StagedMessage source;
        private final Map<MailAddress, Recipient> known = new LinkedHashMap<>();
        private final Map<AddrSpec, Refused> refusals = new LinkedHashMap<>();
        private final List<Incoming> made = new ArrayList<>();
        private final String id;

        Run(Envelope envelope, Incoming content, String id) {
            this.envelope = envelope;
            this.content = content;
            this.source = new StagedMessage(id, content);
            this.id = id;
        }

        Processed process() throws MessagingException, IOException {
            List<Mail> mails = List.of(mail());
            for (LoadedStep step : steps) {
                List<Mail> next = new ArrayList<>();
                for (Mail mail : mails) {
                    apply(step, mail, next);
                }
                mails = next;
            }
            return new Processed(messages(mails), refusals, made);
        }

        private Mail mail() throws MessagingException {
            for (Recipient recipient : envelope.recipients()) {
                known.putIfAbsent(jamesAddress(recipient.address()), recipient);
            }
            MaybeSender sender =
                    envelope.reversePath().isEmpty()
                            ? MaybeSender.nullSender()
                            : MaybeSender.of(jamesAddress(envelope.reversePath().get()));
            MailImpl mail =
                    MailImpl.builder()
                            .name(id)
                            .sender(sender)
                            .addRecipients(known.keySet())
                            .build();
            mail.setMessageContent(source);
            return mail;
        }

        private void apply(LoadedStep step, Mail mail, List<Mail> next) throws MessagingException {
            Collection<MailAddress> all = mail.getRecipients();
            Set<MailAddress> matched = new LinkedHashSet<>(all);
            matched.retainAll(step.match(mail));
            if (matched.isEmpty()) {
                next.add(mail);
                return;
            }
            Mail subject = mail;
            if (matched.size() < all.size()) {
                subject = part(mail, matched);
                Set<MailAddress> rest = new LinkedHashSet<>(all);
                rest.removeAll(matched);
                mail.setRecipients(rest);
                next.add(mail);
            }
            try {
                step.service(subject);
            } catch (Refused no) {
                matched.forEach(address -> refusals.put(recipient(address).address(), no));
                return;
            }
            if (!Mail.GHOST.equals(subject.getState()) && !subject.getRecipients().isEmpty()) {
                next.add(subject);
            }
        }

        private Mail part(Mail mail, Set<MailAddress> recipients) throws MessagingException {
            MimeMessage message = mail.getMessage();
            MailImpl part = MailImpl.duplicateWithoutMessage(mail).build();
            part.setRecipients(recipients);
            if (isChanged(message)) {
                part.setMessage(message);
            } else {
                part.setMessageContent(source);
            }
            return part;
        }

        /** Parts that share the content as it is are delivered together. */
        private List<Processed.Message> messages(List<Mail> mails)
                throws MessagingException, IOException {
            List<Processed.Message> messages = new ArrayList<>();
            List<Recipient> unchanged = new ArrayList<>();
            for (Mail mail : mails) {
                List<Recipient> recipients = recipients(mail);
                MimeMessage message = mail.getMessage();
                String headers = Instructions.headers(mail);
                if (headers.isEmpty() && !isChanged(message)) {
                    unchanged.addAll(recipients);
                } else {
                    Incoming rewritten = rewritten(headers, message);
                    messages.add(
                            new Processed.Message(envelope.withRecipients(recipients), rewritten));
                }
            }
            if (!unchanged.isEmpty()) {
                messages.add(new Processed.Message(envelope.withRecipients(unchanged), content));
            }
            return messages;
        }

        private Incoming rewritten(String headers, MimeMessage message)
                throws MessagingException, IOException {
            Incoming rewritten = store.receive();
            made.add(rewritten);
            byte[] lines = headers.getBytes(StandardCharsets.UTF_8);
            rewritten.write(lines, 0, lines.length);
            if (isChanged(message)) {
                message.writeTo(rewritten);
            } else {
                try (InputStream octets = source.getInputStream()) {
                    octets.transferTo(rewritten);
                }
            }
            return rewritten.finish();
        }

        private List<Recipient> recipients(Mail mail) {
            Optional<MailboxName> mailbox = Instructions.mailbox(mail).map(MailboxName::new);
            return mail.getRecipients().stream()
                    .map(this::recipient)
                    .map(recipient -> mailbox.map(recipient::in).orElse(recipient))
                    .toList();
        }

        private Recipient recipient(MailAddress address) {
            Recipient old = known.get(address);
            return old != null ? old : added(address);
        }

        /** One that a mailet named. */
        private Recipient added(MailAddress address) {
            AddrSpec to = AddrSpec.of(address.asString()).orElseThrow();
            return new Recipient(
                    leave.toAdd(to, content.size(), id),
                    to,
                    Set.of(),
                    Optional.empty(),
                    MailboxName.INBOX);
        }
    }

    private static boolean isChanged(@Nullable MimeMessage message) {
        return message != null
                && !(message instanceof MimeMessageWrapper wrapper && !wrapper.isModified());
    }

    /**
     * James knows only ASCII addresses, and only domains that could be host names; others get a
     * stand-in, with the octets outside as {@code =XX}. Our envelope keeps the real one.
     */
    private static MailAddress jamesAddress(AddrSpec address) throws AddressException {
        String domain =
                address.domain().isEmpty()
                        ? "localhost"
                        : address.asciiDomain().replaceAll("[^a-z0-9.-]+", "x");
        StringBuilder local = new StringBuilder();
        for (byte b :
                new AddrSpec(address.localPart(), "").toString().getBytes(StandardCharsets.UTF_8)) {
            local.append(b >= 0 ? String.valueOf((char) b) : "=%02X".formatted(b & 0xFF));
        }
        return new MailAddress(local + "@" + domain);
    }
}
