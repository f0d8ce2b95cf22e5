package org.mailroom.messaging.login.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A real identity provider on loopback, at which one person is logged in. It is strict with us;
 * with its fields a test makes it lie.
 */
public final class TestIssuer implements AutoCloseable {
    public static final String CLIENT = "mailroom";
    public static final String SECRET = "s:cret+1";

    /** Made once: it takes a while. */
    static final RSAKey KEY = newKey();

    static final RSAKey OTHER_KEY = newKey();

    private final HttpServer server;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final HttpClient browser = HttpClient.newHttpClient();
    public final AtomicInteger keyRequests = new AtomicInteger();
    volatile RSAKey key = KEY;
    public volatile String subject = "subject-of-anna";
    public volatile Optional<String> email = Optional.empty();
    volatile Consumer<JWTClaimsSet.Builder> claims = c -> {};
    volatile Function<JWTClaimsSet, String> sign = c -> signed(key, c, "JWT");
    volatile Consumer<Map<String, Object>> discovery = d -> {};
    volatile boolean closed;

    public TestIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/.well-known/openid-configuration", this::metadata);
        server.createContext("/keys", this::keys);
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** What we are told of this provider. */
    public OidcSettings settings(
            String id, OidcSettings.Link link, OidcSettings.SecondFactor second) {
        return new OidcSettings(
                id,
                "The provider",
                url(),
                CLIENT,
                Optional.of(SECRET),
                Optional.empty(),
                List.of(),
                Optional.of(link),
                Optional.of(second),
                List.of(),
                Optional.of("mail"));
    }

    OidcSettings settings() {
        return settings("there", OidcSettings.Link.BY_SUBJECT, OidcSettings.SecondFactor.HERE);
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static String signed(RSAKey key, JWTClaimsSet claims, String type) {
        try {
            SignedJWT jwt =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256)
                                    .keyID(key.getKeyID())
                                    .type(new JOSEObjectType(type))
                                    .build(),
                            claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private void metadata(HttpExchange exchange) throws IOException {
        Map<String, Object> all = new ConcurrentHashMap<>();
        all.put("issuer", url());
        all.put("authorization_endpoint", url() + "/authorize");
        all.put("token_endpoint", url() + "/token");
        all.put("jwks_uri", url() + "/keys");
        all.put("subject_types_supported", List.of("public"));
        all.put("response_types_supported", List.of("code"));
        all.put("id_token_signing_alg_values_supported", List.of("RS256"));
        all.put("authorization_response_iss_parameter_supported", true);
        discovery.accept(all);
        json(exchange, 200, com.nimbusds.jose.util.JSONObjectUtils.toJSONString(all));
    }

    private void keys(HttpExchange exchange) throws IOException {
        keyRequests.incrementAndGet();
        json(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = single(exchange.getRequestURI().getRawQuery());
        if (!"code".equals(asked.get("response_type"))
                || !CLIENT.equals(asked.get("client_id"))
                || !"S256".equals(asked.get("code_challenge_method"))
                || asked.getOrDefault("state", "").length() < 20
                || asked.getOrDefault("nonce", "").length() < 20) {
            json(exchange, 400, "{}");
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        asked.get("redirect_uri")
                                + "?"
                                + URLUtils.serializeParameters(
                                        Map.of(
                                                "code",
                                                List.of(code),
                                                "state",
                                                List.of(asked.get("state")),
                                                "iss",
                                                List.of(url()))));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Map<String, String> given = single(body);
        Map<String, String> asked = codes.remove(given.getOrDefault("code", ""));
        String us = CLIENT + ":" + java.net.URLEncoder.encode(SECRET, UTF_8);
        boolean right =
                asked != null
                        && ("Basic " + Base64.getEncoder().encodeToString(us.getBytes(UTF_8)))
                                .equals(exchange.getRequestHeaders().getFirst("Authorization"))
                        && Objects.equals(asked.get("redirect_uri"), given.get("redirect_uri"))
                        && CodeChallenge.compute(
                                        CodeChallengeMethod.S256,
                                        new CodeVerifier(given.get("code_verifier")))
                                .getValue()
                                .equals(asked.get("code_challenge"));
        if (!right) {
            json(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        JWTClaimsSet.Builder about =
                claims(CLIENT).claim("nonce", asked.get("nonce")).claim("auth_time", now());
        claims.accept(about);
        json(
                exchange,
                200,
                "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"id_token\":\""
                        + sign.apply(about.build())
                        + "\"}");
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private JWTClaimsSet.Builder claims(String audience) {
        JWTClaimsSet.Builder about =
                new JWTClaimsSet.Builder()
                        .issuer(url())
                        .subject(subject)
                        .audience(audience)
                        .issueTime(Date.from(Instant.now()))
                        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
        email.ifPresent(address -> about.claim("email", address).claim("email_verified", true));
        return about;
    }

    /** A token for mail programs. */
    public String accessToken() {
        return accessToken(c -> {}, "at+jwt");
    }

    String accessToken(Consumer<JWTClaimsSet.Builder> change, String type) {
        JWTClaimsSet.Builder about = claims("mail");
        change.accept(about);
        return signed(key, about.build(), type);
    }

    /** What a browser does that is sent there: the address it is sent back to. */
    public URI visit(URI where) throws Exception {
        return URI.create(
                browser.send(HttpRequest.newBuilder(where).build(), BodyHandlers.discarding())
                        .headers()
                        .firstValue("Location")
                        .orElseThrow());
    }

    static Map<String, List<String>> parameters(URI back) {
        return URLUtils.parseParameters(back.getRawQuery());
    }

    private static Map<String, String> single(String query) {
        Map<String, String> all = new ConcurrentHashMap<>();
        URLUtils.parseParameters(query).forEach((name, values) -> all.put(name, values.getFirst()));
        return all;
    }

    private static void json(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            server.stop(0);
            browser.close();
        }
    }
}
