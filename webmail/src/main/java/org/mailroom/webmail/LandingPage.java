package org.mailroom.webmail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The page that says how to connect a mail client. Rendered once, at start. */
public final class LandingPage {

    /** One row of the page's table: {@code service} at {@code host:port}, secured so. */
    public record Service(String service, String host, int port, String security) {}

    /** How this server is reached; {@code notice} is shown on top when it is not empty. */
    public record Connections(
            String domain, List<Service> services, String certificateFingerprint, String notice) {
        public Connections {
            services = List.copyOf(services);
        }

        private Service find(String name, String security) {
            return services.stream()
                    .filter(s -> s.service().equals(name) && s.security().equals(security))
                    .findFirst()
                    .orElse(new Service(name, "(off)", 0, security));
        }
    }

    private final String html;

    public LandingPage(Connections connections) {
        this.html = render(resource("landing.html"), connections);
    }

    String html() {
        return html;
    }

    static String css() {
        return resource("style.css");
    }

    private static String render(String template, Connections c) {
        Service imaps = c.find("IMAP", "TLS");
        Service imap = c.find("IMAP", "STARTTLS");
        Service submission = c.find("Submission", "STARTTLS");
        Service submissions = c.find("Submission", "TLS");
        String rows = c.services().stream().map(LandingPage::row).collect(Collectors.joining("\n"));
        return template.replace("{{notice}}", notice(c.notice()))
                .replace("{{domain}}", escape(c.domain()))
                .replace("{{rows}}", rows)
                .replace("{{fingerprint}}", escape(c.certificateFingerprint()))
                .replace("{{imaps.host}}", escape(imaps.host()))
                .replace("{{imaps.port}}", Integer.toString(imaps.port()))
                .replace("{{imap.host}}", escape(imap.host()))
                .replace("{{imap.port}}", Integer.toString(imap.port()))
                .replace("{{submission.host}}", escape(submission.host()))
                .replace("{{submission.port}}", Integer.toString(submission.port()))
                .replace("{{submissions.host}}", escape(submissions.host()))
                .replace("{{submissions.port}}", Integer.toString(submissions.port()));
    }

    private static String row(Service s) {
        return "<tr><th scope=\"row\">%s</th><td>%s</td><td>%d</td><td>%s</td></tr>"
                .formatted(escape(s.service()), escape(s.host()), s.port(), escape(s.security()));
    }

    private static String notice(String notice) {
        return notice.isEmpty() ? "" : "<p class=\"notice\">" + escape(notice) + "</p>";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String resource(String name) {
        try (InputStream in = LandingPage.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
