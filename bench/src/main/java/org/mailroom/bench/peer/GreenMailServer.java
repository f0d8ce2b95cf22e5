package org.mailroom.bench.peer;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The main class of GreenMail's JVM: IMAP port, SMTP port, password, users. */
public final class GreenMailServer {
    private GreenMailServer() {}

    /** Runs until the process is ended. */
    public static void main(String[] args) {
        start(Integer.parseInt(args[0]), Integer.parseInt(args[1]), args[2], args[3].split(","));
    }

    static GreenMail start(int imap, int smtp, String password, String... users) {
        GreenMail server =
                new GreenMail(
                        new ServerSetup[] {
                            new ServerSetup(imap, Loopback.HOST, ServerSetup.PROTOCOL_IMAP),
                            new ServerSetup(smtp, Loopback.HOST, ServerSetup.PROTOCOL_SMTP)
                        });
        server.start();
        for (String user : users) {
            server.setUser(user, user, password);
        }
        return server;
    }

    /** The version that is on the class path. */
    static String version() {
        String pom = "/META-INF/maven/com.icegreen/greenmail/pom.properties";
        try (InputStream in = GreenMail.class.getResourceAsStream(pom)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
