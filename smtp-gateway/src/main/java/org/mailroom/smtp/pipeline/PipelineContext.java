package org.mailroom.smtp.pipeline;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.mailet.HostAddress;
import org.apache.mailet.LookupException;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.delivery.Envelope;
import org.mailroom.messaging.delivery.Recipient;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Clearance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What mailets may ask of the server. They may send mail of their own to people of this server, at
 * once; there is no outside world, no name service and no bouncing here: a mail that shall not be
 * delivered is refused while its sender listens.
 */
@SuppressWarnings("deprecation") // The interface asks for them all the same.
final class PipelineContext implements MailetContext {
    private static final Logger log = LoggerFactory.getLogger("org.mailroom.smtp.pipeline");

    private final MailStore store;
    private final Directory directory;
    private final Leave leave;
    private final Delivery delivery;
    private final String hostName;
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();

    PipelineContext(
            MailStore store, Directory directory, Leave leave, Delivery delivery, String hostName) {
        this.store = store;
        this.directory = directory;
        this.leave = leave;
        this.delivery = delivery;
        this.hostName = hostName;
    }

    @Override
    public int getMajorVersion() {
        return 3;
    }

    @Override
    public int getMinorVersion() {
        return 9;
    }

    @Override
    public String getServerInfo() {
        return "Mailroom";
    }

    @Override
    public Iterator<String> getAttributeNames() {
        return attributes.keySet().iterator();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        attributes.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        attributes.remove(name);
    }

    @Override
    public void log(String message) {
        log.info(message);
    }

    @Override
    public void log(String message, Throwable cause) {
        log.warn(message, cause);
    }

    @Override
    public void log(LogLevel level, String message) {
        log.atLevel(level(level)).log(message);
    }

    @Override
    public void log(LogLevel level, String message, Throwable cause) {
        log.atLevel(level(level)).setCause(cause).log(message);
    }

    private static org.slf4j.event.Level level(LogLevel level) {
        return switch (level) {
            case DEBUG -> org.slf4j.event.Level.DEBUG;
            case INFO -> org.slf4j.event.Level.INFO;
            case WARN -> org.slf4j.event.Level.WARN;
            case ERROR -> org.slf4j.event.Level.ERROR;
        };
    }

    @Override
    public Logger getLogger() {
        return log;
    }

    @Override
    public MailAddress getPostmaster() {
        try {
            return new MailAddress("postmaster@" + hostName);
        } catch (jakarta.mail.internet.AddressException e) {
            throw new IllegalStateException(hostName, e);
        }
    }

    @Override
    public boolean isLocalServer(Domain domain) {
        return directory.isLocalDomain(new AddrSpec("postmaster", domain.asString()));
    }

    @Override
    public boolean isLocalUser(String name) {
        return directory.byLoginName(name).isPresent();
    }

    @Override
    public boolean isLocalEmail(MailAddress address) {
        return AddrSpec.of(address.asString()).flatMap(directory::recipient).isPresent();
    }

    @Override
    public Collection<String> getMailServers(Domain domain) {
        return List.of();
    }

    @Override
    public Iterator<HostAddress> getSMTPHostAddresses(Domain domain) {
        return Collections.emptyIterator();
    }

    @Override
    public void sendMail(MimeMessage message) throws MessagingException {
        List<MailAddress> recipients = new ArrayList<>();
        Address[] all = message.getAllRecipients();
        if (all != null) {
            for (Address address : all) {
                if (address instanceof InternetAddress one) {
                    recipients.add(new MailAddress(one));
                }
            }
        }
        Address[] from = message.getFrom();
        boolean known = from != null && from.length > 0 && from[0] instanceof InternetAddress;
        sendMail(
                known ? new MailAddress((InternetAddress) from[0]) : getPostmaster(),
                recipients,
                message);
    }

    @Override
    public void sendMail(
            @Nullable MailAddress sender, Collection<MailAddress> recipients, MimeMessage message)
            throws MessagingException {
        Optional<AddrSpec> from =
                sender == null || sender.isNullSender()
                        ? Optional.empty()
                        : AddrSpec.of(sender.asString());
        List<AddrSpec> to =
                recipients.stream()
                        .flatMap(address -> AddrSpec.of(address.asString()).stream())
                        .toList();
        try (Incoming content = store.receive()) {
            message.writeTo(content);
            content.finish();
            Clearance clearance = leave.toSend(from, content.header(), content.size(), to);
            List<Recipient> cleared =
                    to.stream().map(address -> new Recipient(clearance, address)).toList();
            delivery.toAll(new Envelope(Leave.PIPELINE, from, cleared), content);
        } catch (IOException e) {
            throw new MessagingException("mail of a mailet cannot be stored", e);
        }
    }

    @Override
    public void sendMail(
            @Nullable MailAddress sender,
            Collection<MailAddress> recipients,
            MimeMessage message,
            String state)
            throws MessagingException {
        sendMail(sender, recipients, message);
    }

    @Override
    public void sendMail(Mail mail) throws MessagingException {
        sendMail(
                mail.getMaybeSender().asOptional().orElse(null),
                mail.getRecipients(),
                mail.getMessage());
    }

    @Override
    public void sendMail(Mail mail, long delay, TimeUnit unit) throws MessagingException {
        throw new MessagingException("mailets send at once or not at all");
    }

    @Override
    public void sendMail(Mail mail, String state) throws MessagingException {
        sendMail(mail);
    }

    @Override
    public void sendMail(Mail mail, String state, long delay, TimeUnit unit)
            throws MessagingException {
        sendMail(mail, delay, unit);
    }

    @Override
    public void bounce(Mail mail, String message) throws MessagingException {
        throw new MessagingException("mail is refused here, not bounced: use Refuse");
    }

    @Override
    public void bounce(Mail mail, String message, MailAddress bouncer) throws MessagingException {
        bounce(mail, message);
    }

    @Override
    public List<String> dnsLookup(String name, RecordType type) throws LookupException {
        throw new LookupException("mailets have no name service here");
    }
}
