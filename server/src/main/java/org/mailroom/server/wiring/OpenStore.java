package org.mailroom.server.wiring;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.group.Organisation;
import org.mailroom.messaging.ldap.LdapPasswords;
import org.mailroom.messaging.login.Kept;
import org.mailroom.messaging.login.LoginServices;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.RuleBook;
import org.mailroom.messaging.policy.Sources;
import org.mailroom.messaging.provision.ImportJobs;
import org.mailroom.messaging.provision.Imports;
import org.mailroom.messaging.provision.Links;
import org.mailroom.server.config.Keys;
import org.mailroom.server.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keys, store, audit log, directory and organisation, opened in this order: what the server and
 * every command need.
 */
public final class OpenStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenStore.class);

    private final Settings settings;
    private final MasterKeys keys;
    private final MailStore store;
    private final AuditLog audit;
    private final Directory directory;
    private final LoginServices login;
    private final Organisation organisation;
    private final Links links;
    private final Imports imports;
    private final ImportJobs importJobs;
    private final Sources sources;
    private final Policy policy;

    private OpenStore(
            Settings settings, MasterKeys keys, MailStore store, AuditLog audit, RuleBook rules)
            throws IOException {
        InstantSource clock = InstantSource.system();
        this.settings = settings;
        this.keys = keys;
        this.store = store;
        this.audit = audit;
        directory =
                new Directory(
                        store.accounts(),
                        settings.directory(),
                        clock,
                        LdapPasswords.open(settings.login().ldap()));
        login =
                new LoginServices(
                        new Kept(store, keys, audit, clock),
                        directory,
                        settings.login(),
                        webAddress(settings),
                        settings.logins());
        organisation = new Organisation(store, keys, directory, audit, clock);
        links = new Links(store, keys);
        imports = new Imports(store, keys, directory, organisation, links, this::address, clock);
        importJobs = new ImportJobs(imports, clock);
        sources = Sources.open(store, keys, directory, organisation, audit, clock);
        policy = new Policy(sources, rules, settings.policy(), clock);
    }

    /** Where people find the web client; on this machine, if nothing is said. */
    private static URI webAddress(Settings settings) {
        return URI.create(
                settings.login()
                        .web()
                        .address()
                        .orElseGet(() -> "http://localhost:" + settings.listen().http().port()));
    }

    /** Opens the data directory, making it with its keys when it is new. */
    public static OpenStore open(Settings settings) throws IOException {
        Path data = settings.data();
        RuleBook rules = PolicyFiles.open(settings.policy());
        boolean fresh = isNew(data);
        MasterKeys keys = keys(settings, fresh);
        try {
            return open(settings, keys, MailStore.open(data, settings.store(), keys), rules);
        } catch (IOException | RuntimeException e) {
            keys.close();
            throw e;
        }
    }

    private static OpenStore open(
            Settings settings, MasterKeys keys, MailStore store, RuleBook rules)
            throws IOException {
        try {
            var clock = InstantSource.system();
            AuditLog audit = AuditLog.open(store, keys, settings.data(), settings.audit(), clock);
            return new OpenStore(settings, keys, store, audit, rules);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static boolean isNew(Path data) throws IOException {
        if (!Files.exists(data)) {
            Files.createDirectories(
                    data,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            return true;
        }
        try (Stream<Path> files = Files.list(data)) {
            return files.findAny().isEmpty();
        }
    }

    /** A new key opens no old mail, so one is made for a new data directory only. */
    public static MasterKeys keys(Settings settings, boolean fresh) throws IOException {
        Keys where = settings.keys();
        if (!where.secrets().isEmpty()) {
            return MasterKeys.ofSecrets(where.secrets());
        }
        Path file = where.fileFor(settings.data()).toAbsolutePath();
        if (!fresh) {
            return MasterKeys.open(
                    file, MasterKeys.passwordFile(where.passwordFileFor(settings.data())));
        }
        Files.createDirectories(
                file.getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        MasterKeys keys =
                MasterKeys.openOrCreate(
                        file, MasterKeys.passwordFile(where.passwordFileFor(settings.data())));
        if (keys.created()) {
            LOG.warn(
                    "Made the master key: {} and its password beside it. Copy both to a safe place:"
                            + " whoever loses them loses all mail",
                    file);
        }
        return keys;
    }

    public Settings settings() {
        return settings;
    }

    /** Whether nobody has mail here yet. */
    public boolean isEmpty() {
        return store.accounts().list(0, 1).isEmpty();
    }

    public MasterKeys keys() {
        return keys;
    }

    public MailStore store() {
        return store;
    }

    public AuditLog audit() {
        return audit;
    }

    public Directory directory() {
        return directory;
    }

    /** All ways to log in. */
    public LoginServices login() {
        return login;
    }

    /** People, relations, groups. */
    public Organisation organisation() {
        return organisation;
    }

    /** What other systems call the accounts here. */
    public Links links() {
        return links;
    }

    /** People, groups, members and relations out of files. */
    public Imports imports() {
        return imports;
    }

    /** The same, for whoever does not wait for the end. */
    public ImportJobs importJobs() {
        return importJobs;
    }

    /** Blocks, restrictions and lanes, beside what else the decision point asks. */
    public Sources sources() {
        return sources;
    }

    /** The decision point. */
    public Policy policy() {
        return policy;
    }

    /** The whole address where only the part before the @ was given. */
    public String address(String user) {
        return user.indexOf('@') >= 0
                ? user
                : user + "@" + settings.directory().domains().getFirst();
    }

    /** Refuses an address that no mail would come to. */
    public void requireLocal(String address) {
        Optional<AddrSpec> spec = AddrSpec.of(address);
        if (spec.isEmpty() || !directory.isLocalDomain(spec.get())) {
            throw new Refused(
                    Refused.Reason.POLICY,
                    address
                            + " is not in a domain of this server; directory.domains lists "
                            + String.join(", ", settings.directory().domains()));
        }
    }

    /** The account of an address, or of the part before the @. */
    public Account account(String user) {
        return store.accounts()
                .byAddress(address(user))
                .orElseThrow(
                        () ->
                                new Refused(
                                        Refused.Reason.NONEXISTENT,
                                        "nobody here is called " + address(user)));
    }

    @Override
    public void close() {
        importJobs.close();
        sources.close();
        organisation.close();
        login.close();
        directory.close();
        audit.close();
        store.close();
        keys.close();
    }
}
