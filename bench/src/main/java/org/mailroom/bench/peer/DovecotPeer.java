package org.mailroom.bench.peer;

import org.jspecify.annotations.Nullable;
import org.mailroom.bench.scenario.ProcessTree;
import org.mailroom.bench.scenario.Target;
import org.mailroom.bench.scenario.Users;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * Dovecot for LMTP and IMAP with Postfix in front of it for SMTP, both from Debian's packages,
 * under a folder of their own. Postfix cannot run without root; without it Dovecot runs alone.
 */
final class DovecotPeer implements Peer {
    private static final Duration START = Duration.ofSeconds(20);
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final String format;
    private final boolean crypt;
    private @Nullable Folder folder;
    private @Nullable Child dovecot;
    private @Nullable ProcessHandle postfix;
    private @Nullable Watches watches;

    DovecotPeer(String format, boolean crypt) {
        this.format = format;
        this.crypt = crypt;
    }

    @Override
    public String name() {
        return crypt ? "dovecot-crypt" : "dovecot";
    }

    @Override
    public Target start() throws IOException {
        Packages.require("dovecot", "dovecot-imapd", "dovecot-lmtpd");
        int[] ports = Loopback.freePorts(3);
        watches = Watches.raise();
        Folder home = Folder.create(name());
        folder = home;
        Users users = Users.numbered(USERS, DOMAIN, PASSWORD);
        configureDovecot(home, users, ports[0], ports[1]);
        Child server =
                Child.start(
                        home.at("dovecot.out"),
                        List.of("dovecot", "-F", "-c", home.at("dovecot.conf").toString()));
        dovecot = server;
        Loopback.awaitGreeting(ports[0], server, START);
        Loopback.awaitGreeting(ports[1], server, START);
        OptionalInt smtp = OptionalInt.empty();
        ProcessTree processes = new ProcessTree(List.of(server.pid()));
        if (ROOT) {
            Packages.require("postfix", "postfix");
            ProcessHandle master = startPostfix(home, ports[2], ports[1]);
            postfix = master;
            Loopback.awaitGreeting(ports[2], server, START);
            smtp = OptionalInt.of(ports[2]);
            processes = new ProcessTree(List.of(server.pid(), master.pid()));
        }
        return new Target(
                name(), Loopback.HOST, ports[0], smtp, OptionalInt.of(ports[1]), users, processes);
    }

    private void configureDovecot(Folder home, Users users, int imap, int lmtp) throws IOException {
        String self = System.getProperty("user.name");
        home.make("run");
        home.make("state");
        home.make("mail");
        if (ROOT) {
            home.give("mail", "nobody");
        }
        String hash = Child.run(List.of("doveadm", "pw", "-s", "SSHA256", "-p", PASSWORD)).strip();
        StringBuilder file = new StringBuilder();
        users.addresses().forEach(u -> file.append(u).append(':').append(hash).append("::::::\n"));
        Files.writeString(home.at("users"), file);
        home.fill(
                "dovecot.conf",
                "dovecot.conf",
                Map.of(
                        "extra", extra(home, self),
                        "dir", home.path().toString(),
                        "uid", ROOT ? "nobody" : self,
                        "gid", ROOT ? "nogroup" : Child.run(List.of("id", "-gn")).strip(),
                        "format", format,
                        "imapPort", Integer.toString(imap),
                        "lmtpPort", Integer.toString(lmtp)));
    }

    private String extra(Folder home, String self) throws IOException {
        StringBuilder extra = new StringBuilder();
        if (!ROOT) {
            extra.append("default_login_user = " + self + "\n");
            extra.append("default_internal_user = " + self + "\n");
            extra.append("service anvil {\n  chroot =\n}\nservice imap-login {\n  chroot =\n}\n");
        }
        if (crypt) {
            Path key = home.at("crypt.key");
            Path open = home.at("crypt.pub");
            Child.run(
                    List.of(
                            "openssl",
                            "genpkey",
                            "-algorithm",
                            "EC",
                            "-pkeyopt",
                            "ec_paramgen_curve:P-256",
                            "-out",
                            key.toString()));
            Child.run(
                    List.of(
                            "openssl",
                            "pkey",
                            "-in",
                            key.toString(),
                            "-pubout",
                            "-out",
                            open.toString()));
            extra.append("mail_plugins = mail_crypt\nplugin {\n");
            extra.append("  mail_crypt_global_private_key = <" + key + "\n");
            extra.append("  mail_crypt_global_public_key = <" + open + "\n");
            extra.append("  mail_crypt_save_version = 2\n}\n");
        }
        return extra.toString();
    }

    private static ProcessHandle startPostfix(Folder home, int smtp, int lmtp) throws IOException {
        Map<String, String> values =
                Map.of(
                        "dir", home.path().toString(),
                        "domain", DOMAIN,
                        "smtpPort", Integer.toString(smtp),
                        "lmtpPort", Integer.toString(lmtp));
        home.make("postfix");
        home.make("queue");
        home.give("postfix-data", "postfix");
        home.fill("postfix/main.cf", "postfix-main.cf", values);
        home.fill("postfix/master.cf", "postfix-master.cf", values);
        Child.run(List.of("postfix", "-c", home.at("postfix").toString(), "start"));
        Path file = home.at("queue/pid/master.pid");
        for (int i = 0; i < 100 && !Files.exists(file); i++) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        long pid = Long.parseLong(Files.readString(file).strip());
        return ProcessHandle.of(pid)
                .orElseThrow(() -> new IOException("Postfix did not stay; see " + home.path()));
    }

    @Override
    public Map<String, String> settings() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("Dovecot", Child.run(List.of("dovecot", "--version")).strip());
        settings.put(
                "Dovecot's settings",
                format
                        + ", mail_fsync = always, passwords as SSHA256 (cheap, in its favour),"
                        + " login processes in high-performance mode, one imap process per"
                        + " connection, reused"
                        + (crypt ? ", mail_crypt with a global P-256 key" : ""));
        if (postfix != null) {
            settings.put(
                    "Postfix", Child.run(List.of("postconf", "-d", "-h", "mail_version")).strip());
            settings.put(
                    "Postfix's settings",
                    "as shipped (queue synced before 250), but no limits for one client; LMTP"
                            + " over TCP to Dovecot");
        }
        return settings;
    }

    @Override
    public void close() throws IOException {
        if (postfix != null) {
            Child.stop(postfix);
            postfix = null;
        }
        if (dovecot != null) {
            dovecot.close();
            dovecot = null;
        }
        if (watches != null) {
            watches.close();
            watches = null;
        }
        if (folder != null) {
            folder.delete();
            folder = null;
        }
    }
}
