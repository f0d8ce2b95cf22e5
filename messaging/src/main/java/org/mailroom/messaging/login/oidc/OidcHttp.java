package org.mailroom.messaging.login.oidc;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Requests to a provider: bounded in time and size, and never led on to another address. */
final class OidcHttp implements HTTPRequestSender, ResourceRetriever, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long MOST = 1 << 20;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).followRedirects(Redirect.NEVER).build();

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        HttpRequest.Builder ours = HttpRequest.newBuilder(request.getURI()).timeout(TIMEOUT);
        for (Map.Entry<String, List<String>> field : request.getHeaderMap().entrySet()) {
            field.getValue().forEach(value -> ours.header(field.getKey(), value));
        }
        String body = request.getBody();
        ours.method(
                request.getMethod().name(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        HttpResponse<String> answer = send(ours.build());
        HTTPResponse theirs = new HTTPResponse(answer.statusCode());
        answer.headers()
                .map()
                .forEach((name, values) -> theirs.setHeader(name, values.toArray(String[]::new)));
        theirs.setBody(answer.body());
        return theirs;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        try {
            return new Resource(get(url.toURI()), "application/json");
        } catch (URISyntaxException e) {
            throw new IOException("not an address", e);
        }
    }

    /** The body of a 200. */
    String get(URI uri) throws IOException {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).GET().build());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(
                    request,
                    BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MOST));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
