package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.audit.AuditSettings;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.delivery.DeliverySettings;
import org.mailroom.messaging.group.Organisation;
import org.mailroom.messaging.ldap.LdapSettings;
import org.mailroom.messaging.login.Kept;
import org.mailroom.messaging.login.LoginServices;
import org.mailroom.messaging.login.LoginWays;
import org.mailroom.messaging.login.WebLoginSettings;
import org.mailroom.messaging.login.oidc.OidcSettings;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.DirectorySettings;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.PolicySettings;
import org.mailroom.messaging.policy.RuleBook;
import org.mailroom.messaging.policy.Sources;
import org.mailroom.messaging.provision.ImportJobs;
import org.mailroom.messaging.provision.Imports;
import org.mailroom.messaging.provision.Links;
import org.mailroom.messaging.safety.Blocks;
import org.mailroom.messaging.safety.Restrictions;
import org.mailroom.messaging.send.RequestKeys;
import org.mailroom.messaging.send.Schedule;
import org.mailroom.messaging.send.Submission;
import org.mailroom.transport.auth.LoginSettings;
import org.mailroom.webmail.Metrics;
import org.mailroom.webmail.WebServer;
import org.mailroom.webmail.http.Principal;
import org.mailroom.webmail.http.Route;
import org.mailroom.webmail.http.Router;
import org.mailroom.webmail.http.Sessions;
import org.mailroom.webmail.login.BrowserSessions;
import org.mailroom.webmail.login.LoginRoutes;
import org.mailroom.webmail.provision.ImportRoutes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A server with the API and a store of its own, and a client that holds it to the contract. */
final class ApiServer implements AutoCloseable {
    static final Actor ADMIN = Actor.named("test");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-21T08:00:00Z"));
    final InstantSource clock = now::get;
    final TestStore store;
    final Directory directory;
    final AuditLog audit;
    final Organisation organisation;
    final Sources sources;
    final Policy policy;
    final Blocks blocks;
    final Restrictions restrictions;
    final Delivery delivery;
    final Schedule schedule;
    final LoginServices login;
    final ImportJobs imports;
    final Router router;
    private final BrowserSessions browsers;
    final Contract contract = Contract.read();
    private final Map<String, Principal> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger names = new AtomicInteger();
    private final WebServer web;
    private final HttpClient client = HttpClient.newHttpClient();

    ApiServer() {
        this(TestStore.create());
    }

    /** Under the rules that are built in: everybody may write to everybody. */
    ApiServer(TestStore store, OidcSettings... providers) {
        this(store, RuleBook.open(), providers);
    }

    ApiServer(TestStore store, RuleBook rules, OidcSettings... providers) {
        this.store = store;
        directory =
                new Directory(
                        store.store().accounts(),
                        DirectorySettings.defaults().withDomains(List.of("care.example")),
                        clock);
        audit =
                AuditLog.open(
                        store.store(),
                        store.masters(),
                        store.directory(),
                        AuditSettings.DEFAULT,
                        clock);
        organisation = new Organisation(store.store(), store.masters(), directory, audit, clock);
        sources =
                Sources.open(store.store(), store.masters(), directory, organisation, audit, clock);
        policy = new Policy(sources, rules, PolicySettings.defaults(), clock);
        blocks = sources.blocks();
        restrictions = sources.restrictions();
        delivery =
                new Delivery(
                        store.store(),
                        directory,
                        organisation.groups(),
                        policy,
                        new DeliverySettings("mail.care.example"),
                        clock);
        delivery.start();
        schedule = new Schedule(store.store(), directory, policy, delivery, clock);
        store.store().sendBy(schedule);
        var services =
                new ApiServices(
                        sources,
                        policy,
                        delivery,
                        new Submission(store.store(), policy, delivery, "mail.care.example", clock),
                        new RequestKeys(store.store(), store.masters(), clock),
                        clock);
        login = login(new Kept(store.store(), store.masters(), audit, clock), providers);
        browsers = new BrowserSessions(login, organisation.people());
        LoginRoutes logins = new LoginRoutes(login);
        imports =
                new ImportJobs(
                        new Imports(
                                store.store(),
                                store.masters(),
                                directory,
                                organisation,
                                new Links(store.store(), store.masters()),
                                name -> name,
                                clock),
                        clock);
        List<Route> more = new ArrayList<>(logins.api());
        more.addAll(new ImportRoutes(imports).routes());
        router =
                new Router(
                        organisation.tokens(),
                        new Cookies(),
                        List.of(Api.surface(services, more), logins.visits()));
        web =
                WebServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional::empty,
                        new Metrics());
        web.serve(router);
    }

    private LoginServices login(Kept kept, OidcSettings... providers) {
        try {
            return new LoginServices(
                    kept,
                    directory,
                    new LoginWays(
                            LdapSettings.defaults(),
                            List.of(providers),
                            WebLoginSettings.defaults()),
                    URI.create("http://localhost"),
                    LoginSettings.defaults());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sessions as logging in makes them, and others that are quicker made. */
    private final class Cookies implements Sessions {
        @Override
        public String cookie() {
            return browsers.cookie();
        }

        @Override
        public Optional<Principal> principal(String value) {
            return Optional.ofNullable(sessions.get(value)).or(() -> browsers.principal(value));
        }
    }

    void pass(Duration time) {
        now.updateAndGet(n -> n.plus(time));
    }

    Person person(String name, String... roles) {
        return organisation
                .people()
                .create(new NewPerson(name + "@care.example", name, Set.of(roles)), ADMIN);
    }

    /** A new service and its token. */
    Caller token(Scope... scopes) {
        Person service =
                organisation
                        .people()
                        .create(
                                new NewPerson(
                                        Account.Kind.SERVICE,
                                        "service" + names.incrementAndGet() + "@care.example",
                                        "A service",
                                        Set.of()),
                                ADMIN);
        return new Caller("Authorization", "Bearer " + token(service.id(), scopes));
    }

    String token(AccountId service, Scope... scopes) {
        return organisation
                .tokens()
                .issue(
                        service,
                        "t" + names.incrementAndGet(),
                        Set.of(scopes),
                        Optional.empty(),
                        ADMIN);
    }

    /** Somebody logged in with a browser. */
    Caller session(Person person, Scope... scopes) {
        String id = "s" + names.incrementAndGet();
        sessions.put(
                id,
                new Principal(
                        person.id(), Set.of(scopes), new Principal.Via.Session(id, "csrf-" + id)));
        return new Caller("Cookie", "mailroom=" + id, "X-CSRF-Token", "csrf-" + id);
    }

    Caller nobody() {
        return new Caller();
    }

    /** Whoever sends these header fields. */
    final class Caller {
        private final String[] fields;

        Caller(String... fields) {
            this.fields = fields;
        }

        Caller with(String... more) {
            String[] all = java.util.Arrays.copyOf(fields, fields.length + more.length);
            System.arraycopy(more, 0, all, fields.length, more.length);
            return new Caller(all);
        }

        Said get(String path) {
            return send("GET", path, null);
        }

        Said post(String path, String body) {
            return send("POST", path, body);
        }

        Said put(String path, String body) {
            return send("PUT", path, body);
        }

        Said patch(String path, String body) {
            return send("PATCH", path, body);
        }

        Said delete(String path) {
            return send("DELETE", path, null);
        }

        /** Single quotes in the body stand for double ones. */
        Said send(String method, String path, @Nullable String body) {
            var publisher =
                    body == null
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'));
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + path))
                            .timeout(Duration.ofSeconds(20))
                            .method(method, publisher);
            if (fields.length > 0) {
                request.headers(fields);
            }
            if (body != null && !java.util.Arrays.asList(fields).contains("Content-Type")) {
                request.header("Content-Type", "application/json");
            }
            try {
                var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                Said said = new Said(response);
                Conformance.check(contract, method, path, body, said);
                return said;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(method + " " + path, e);
            }
        }
    }

    /** An answer that keeps to the contract. */
    record Said(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new IllegalStateException(response.body(), e);
            }
        }

        String at(String pointer) {
            return json().at(pointer).asText();
        }

        /** Checks the status, and gives itself. */
        Said is(int status) {
            assertThat(status()).as(response.request() + " " + text()).isEqualTo(status);
            return this;
        }

        /** Checks that it is a no with this code. */
        Said no(int status, String code) {
            is(status);
            assertThat(header("Content-Type")).startsWith("application/problem+json");
            assertThat(at("/code")).isEqualTo(code);
            assertThat(json().at("/status").asInt()).isEqualTo(status);
            return this;
        }
    }

    @Override
    public void close() {
        client.close();
        web.close();
        schedule.close();
        imports.close();
        delivery.close();
        sources.close();
        login.close();
        organisation.close();
        audit.close();
        directory.close();
        store.close();
    }
}
