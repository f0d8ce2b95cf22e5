package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.group.Organisation;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.DirectorySettings;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.provision.Links;
import org.mailroom.webmail.Metrics;
import org.mailroom.webmail.WebServer;
import org.mailroom.webmail.http.Router;
import org.mailroom.webmail.http.Sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server with SCIM and a store of its own, and a plain client. */
final class ScimServer implements AutoCloseable {
    static final Actor ADMIN = Actor.named("test");
    private static final ObjectMapper JSON = new ObjectMapper();

    final TestStore store;
    final Directory directory;
    final AuditLog audit;
    final Organisation organisation;
    final Links links;
    final String token;
    final String readToken;
    private final WebServer web;
    private final HttpClient client = HttpClient.newHttpClient();

    ScimServer() {
        this(TestStore.create(), ScimSettings.DEFAULT);
    }

    ScimServer(TestStore store, ScimSettings settings) {
        this.store = store;
        InstantSource clock = InstantSource.system();
        directory =
                new Directory(
                        store.store().accounts(),
                        DirectorySettings.defaults()
                                .withDomains(List.of("example.org", "other.example")),
                        clock);
        audit =
                AuditLog.open(
                        store.store(),
                        store.masters(),
                        store.directory(),
                        org.mailroom.messaging.audit.AuditSettings.DEFAULT,
                        clock);
        organisation = new Organisation(store.store(), store.masters(), directory, audit, clock);
        links = new Links(store.store(), store.masters());
        token = token("provisioning", Scope.SCIM);
        readToken = token("looking", Scope.SCIM_READ);
        var services =
                new ScimServices(organisation, links, directory, "example.org", settings, clock);
        web =
                WebServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional::empty,
                        new Metrics());
        web.serve(
                new Router(
                        organisation.tokens(), Sessions.NONE, List.of(ScimSurface.of(services))));
    }

    String token(String service, Scope... scopes) {
        var account =
                organisation
                        .people()
                        .create(
                                new NewPerson(
                                        Account.Kind.SERVICE,
                                        service + "@example.org",
                                        service,
                                        Set.of()),
                                ADMIN);
        return organisation
                .tokens()
                .issue(account.id(), service, Set.of(scopes), Optional.empty(), ADMIN);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + web.port() + ScimSurface.PATH + path);
    }

    /** What came back. */
    record Said(int status, JsonNode body, HttpResponse<String> response) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String id() {
            return body.path("id").asText();
        }
    }

    /** Single quotes in the body stand for double ones. */
    Said send(String method, String path, @Nullable String body, String bearer, String... fields) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(
                                                body.replace('\'', '"')));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        if (body != null) {
            request.header("Content-Type", "application/scim+json");
        }
        for (int i = 0; i < fields.length; i += 2) {
            request.setHeader(fields[i], fields[i + 1]);
        }
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode json =
                    response.body().isEmpty()
                            ? MissingNode.getInstance()
                            : JSON.readTree(response.body());
            return new Said(response.statusCode(), json, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Said get(String path, String... fields) {
        return send("GET", path, null, token, fields);
    }

    Said post(String path, String body) {
        return send("POST", path, body, token);
    }

    Said put(String path, String body, String... fields) {
        return send("PUT", path, body, token, fields);
    }

    Said delete(String path, String... fields) {
        return send("DELETE", path, null, token, fields);
    }

    /** A PATCH with these operations. */
    Said patch(String path, String operations) {
        return send("PATCH", path, patchBody(operations), token);
    }

    static String patchBody(String operations) {
        return "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':["
                + operations
                + "]}";
    }

    Said find(String type, String filter) {
        return get("/" + type + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    }

    /** A new person's id. */
    String user(String name) {
        Said made = post("/Users", userBody(name, ""));
        if (made.status() != 201) {
            throw new AssertionError(made.body().toString());
        }
        return made.id();
    }

    static String userBody(String name, String more) {
        return "{'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'userName':'"
                + name
                + "@example.org'"
                + more
                + "}";
    }

    static String groupBody(String title, String more) {
        return "{'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group'],'displayName':'"
                + title
                + "'"
                + more
                + "}";
    }

    @Override
    public void close() {
        web.close();
        client.close();
        organisation.close();
        audit.close();
        directory.close();
        store.close();
    }
}
