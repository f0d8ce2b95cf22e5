package org.mailroom.smtp;

import org.mailroom.smtp.pipeline.Pipeline;
import org.mailroom.transport.address.Network;
import org.mailroom.transport.net.Connection;
import org.mailroom.transport.net.ConnectionHandler;

import java.io.IOException;
import java.util.List;

/**
 * One port's protocol: SMTP, submission or LMTP. Hand it to a listener. Thread-safe; each
 * connection gets a {@link SmtpSession} of its own.
 */
public final class SmtpServer implements ConnectionHandler {
    private final SmtpRole role;
    private final SmtpSettings settings;
    private final SmtpServices services;
    private final Pipeline pipeline;
    private final List<Network> trusted;

    /**
     * @param pipeline shared by the ports
     */
    public SmtpServer(
            SmtpRole role, SmtpSettings settings, SmtpServices services, Pipeline pipeline) {
        this.role = role;
        this.settings = settings;
        this.services = services;
        this.pipeline = pipeline;
        trusted = Network.parseAll(settings.trustedNetworks());
    }

    @Override
    public void serve(Connection connection) throws IOException {
        try (SmtpSession session = new SmtpSession(this, connection)) {
            session.serve();
        }
    }

    @Override
    public String refusal(Refusal reason) {
        return switch (reason) {
            case TOO_MANY_CONNECTIONS ->
                    "421 4.3.2 " + settings.hostName() + " Too many connections; try again later";
            case TOO_MANY_FROM_ADDRESS ->
                    "421 4.7.0 "
                            + settings.hostName()
                            + " Too many connections from your address; try again later";
        };
    }

    SmtpRole role() {
        return role;
    }

    SmtpSettings settings() {
        return settings;
    }

    SmtpServices services() {
        return services;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    List<Network> trusted() {
        return trusted;
    }
}
