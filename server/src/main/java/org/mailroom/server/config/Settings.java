package org.mailroom.server.config;

import org.mailroom.imap.session.ImapSettings;
import org.mailroom.mailstore.mail.StoreSettings;
import org.mailroom.messaging.audit.AuditSettings;
import org.mailroom.messaging.login.LoginWays;
import org.mailroom.messaging.people.DirectorySettings;
import org.mailroom.messaging.policy.PolicySettings;
import org.mailroom.smtp.SmtpSettings;
import org.mailroom.transport.auth.LoginSettings;
import org.mailroom.transport.net.TransportLimits;
import org.mailroom.webmail.scim.ScimSettings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be set; one component per group of {@code mailroom.yaml}.
 *
 * @param data directory of everything that is stored; made when missing. {@code --data} is short
 *     for it.
 * @param listen addresses and ports
 * @param tls the certificate
 * @param keys the master keys
 * @param store where mail is kept
 * @param directory people and their passwords
 * @param login other ways to log in, and logging in with a browser
 * @param policy who may send what
 * @param audit the log of who did what
 * @param smtp SMTP, submission and LMTP
 * @param imap IMAP
 * @param connections what a client may take
 * @param logins how failed log-ins are slowed
 * @param scim provisioning of people by the platform
 * @param log logging
 */
public record Settings(
        Path data,
        Listen listen,
        Tls tls,
        Keys keys,
        StoreSettings store,
        DirectorySettings directory,
        LoginWays login,
        PolicySettings policy,
        AuditSettings audit,
        SmtpSettings smtp,
        ImapSettings imap,
        TransportLimits connections,
        LoginSettings logins,
        ScimSettings scim,
        Log log) {

    public static final Settings DEFAULT =
            new Settings(
                    Path.of("data"),
                    Listen.DEFAULT,
                    Tls.DEFAULT,
                    Keys.DEFAULT,
                    StoreSettings.DEFAULT,
                    DirectorySettings.defaults(),
                    LoginWays.defaults(),
                    PolicySettings.defaults(),
                    AuditSettings.DEFAULT,
                    SmtpSettings.defaults(),
                    ImapSettings.defaults(),
                    TransportLimits.defaults(),
                    LoginSettings.defaults(),
                    ScimSettings.DEFAULT,
                    Log.DEFAULT);

    /** The domain of the demo organisation; reserved for such uses by RFC 2606. */
    public static final String DEMO_DOMAIN = "demo.test";

    public Settings {
        if (policy.maxMessageBytes() > store.messageBytes()) {
            throw new IllegalArgumentException(
                    "policy.max-message-bytes is more than store.message-bytes");
        }
        if (imap.appendLimit() > store.messageBytes()) {
            throw new IllegalArgumentException(
                    "imap.append-limit is more than store.message-bytes");
        }
    }

    public Settings withData(Path other) {
        return new Settings(
                other,
                listen,
                tls,
                keys,
                store,
                directory,
                login,
                policy,
                audit,
                smtp,
                imap,
                connections,
                logins,
                scim,
                log);
    }

    public Settings withListen(Listen other) {
        return new Settings(
                data,
                other,
                tls,
                keys,
                store,
                directory,
                login,
                policy,
                audit,
                smtp,
                imap,
                connections,
                logins,
                scim,
                log);
    }

    /** With another policy. */
    public Settings withRules(String name) {
        return new Settings(
                data,
                listen,
                tls,
                keys,
                store,
                directory,
                login,
                policy.withRules(name),
                audit,
                smtp,
                imap,
                connections,
                logins,
                scim,
                log);
    }

    /**
     * For trying out: the domain {@code demo.test}, short passwords, also without TLS from this
     * machine, and the keys inside the data directory, so that deleting it leaves nothing.
     */
    public Settings forDemo() {
        Keys inside =
                new Keys(
                        Optional.of(keys.file().orElse(data.resolve("keys/master.bcfks"))),
                        keys.passwordFile(),
                        keys.secrets());
        boolean standard = directory.domains().equals(DirectorySettings.defaults().domains());
        DirectorySettings people =
                (standard ? directory.withDomains(List.of(DEMO_DOMAIN)) : directory)
                        .withMinPasswordLength(1);
        return new Settings(
                data,
                listen,
                tls,
                inside,
                store,
                people.withPostmaster("admin@" + people.domains().getFirst()),
                login,
                policy,
                audit,
                smtp.withHostName(standard ? DEMO_DOMAIN : smtp.hostName()),
                imap,
                connections,
                logins.withPlaintextFromLoopback(true),
                scim,
                log);
    }
}
