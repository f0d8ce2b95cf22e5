package org.mailroom.messaging.login.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.login.oidc.OidcMetadata.Known;
import org.mailroom.messaging.login.oidc.OidcRefused.Why;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One identity provider. Sends people there, and believes of the answer only what is signed by it,
 * meant for us, in time, and belongs to the very attempt that began in the same browser.
 * Thread-safe.
 */
public final class OidcProvider implements AutoCloseable {
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** How long ago somebody may have proved themselves who was asked to do it again. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final OidcSettings settings;
    private final Optional<String> secret;
    private final InstantSource clock;
    private final OidcHttp http = new OidcHttp();
    private final OidcMetadata metadata;

    /** Where to send the browser, and what to remember meanwhile. */
    public record Begun(URI where, OidcAttempt attempt) {}

    /** The provider is not asked anything yet. */
    public OidcProvider(OidcSettings settings, InstantSource clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.metadata = new OidcMetadata(settings.issuer(), http, clock);
        this.secret =
                settings.clientSecretFile().isPresent()
                        ? Files.readAllLines(settings.clientSecretFile().get()).stream()
                                .findFirst()
                                .map(String::strip)
                        : settings.clientSecret();
    }

    public OidcSettings settings() {
        return settings;
    }

    /**
     * Begins a log-in.
     *
     * @param back where the provider sends the browser back to: one address for each provider
     * @param fresh whether they have to prove themselves again although they are logged in there
     */
    public Begun begin(URI back, boolean fresh) throws OidcRefused {
        State state = new State(32);
        Nonce nonce = new Nonce(32);
        CodeVerifier verifier = new CodeVerifier();
        AuthenticationRequest.Builder request =
                new AuthenticationRequest.Builder(
                                ResponseType.CODE,
                                new Scope(settings.scopes().toArray(String[]::new)),
                                new ClientID(settings.clientId()),
                                back)
                        .endpointURI(metadata.known().metadata().getAuthorizationEndpointURI())
                        .state(state)
                        .nonce(nonce)
                        .codeChallenge(verifier, CodeChallengeMethod.S256);
        if (fresh) {
            request.prompt(Prompt.Type.LOGIN).maxAge((int) FRESH.toSeconds());
        }
        return new Begun(
                request.build().toURI(),
                new OidcAttempt(
                        settings.id(),
                        state.getValue(),
                        nonce.getValue(),
                        verifier.getValue(),
                        fresh));
    }

    /**
     * Ends a log-in.
     *
     * @param answer the parameters with which the browser came back
     */
    public OidcPerson finish(OidcAttempt attempt, URI back, Map<String, List<String>> answer)
            throws OidcRefused {
        Known known = metadata.known();
        AuthenticationSuccessResponse success = believed(known, attempt, back, answer);
        try {
            OIDCTokenResponse tokens = redeem(known, success, attempt, back);
            return person(known, tokens, attempt);
        } catch (RemoteKeySourceException e) {
            throw new OidcRefused(Why.UNAVAILABLE, "the provider's keys cannot be had", e);
        } catch (BadJOSEException | JOSEException | ParseException e) {
            throw new OidcRefused(Why.INVALID, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new OidcRefused(Why.UNAVAILABLE, "the provider does not answer", e);
        }
    }

    private AuthenticationSuccessResponse believed(
            Known known, OidcAttempt attempt, URI back, Map<String, List<String>> answer)
            throws OidcRefused {
        if (answer.values().stream().anyMatch(values -> values.size() != 1)) {
            throw invalid("a parameter stands twice");
        }
        AuthenticationResponse response;
        try {
            response = AuthenticationResponseParser.parse(back, answer);
        } catch (ParseException e) {
            throw new OidcRefused(Why.INVALID, "not an answer", e);
        }
        State state = response.getState();
        if (state == null || !same(state.getValue(), attempt.state())) {
            throw invalid("the state is another's");
        }
        // RFC 9207 §2.4
        Issuer issuer = response.getIssuer();
        boolean says = known.metadata().supportsAuthorizationResponseIssuerParam();
        if (issuer == null ? says : !issuer.getValue().equals(settings.issuer())) {
            throw invalid("the answer is another provider's");
        }
        if (!response.indicatesSuccess()) {
            throw new OidcRefused(
                    Why.DENIED, String.valueOf(response.toErrorResponse().getErrorObject()));
        }
        AuthenticationSuccessResponse success = response.toSuccessResponse();
        if (success.getAuthorizationCode() == null) {
            throw invalid("no code");
        }
        return success;
    }

    private OIDCTokenResponse redeem(
            Known known, AuthenticationSuccessResponse success, OidcAttempt attempt, URI back)
            throws IOException, ParseException, OidcRefused {
        AuthorizationCodeGrant grant =
                new AuthorizationCodeGrant(
                        success.getAuthorizationCode(), back, new CodeVerifier(attempt.verifier()));
        URI endpoint = known.metadata().getTokenEndpointURI();
        Optional<ClientAuthentication> us = ourselves(known);
        TokenRequest request =
                us.isPresent()
                        ? new TokenRequest.Builder(endpoint, us.get(), grant).build()
                        : new TokenRequest.Builder(
                                        endpoint, new ClientID(settings.clientId()), grant)
                                .build();
        TokenResponse response = OIDCTokenResponseParser.parse(request.toHTTPRequest().send(http));
        if (!response.indicatesSuccess()) {
            throw invalid("the code is not taken: " + response.toErrorResponse().getErrorObject());
        }
        return (OIDCTokenResponse) response.toSuccessResponse();
    }

    private Optional<ClientAuthentication> ourselves(Known known) {
        List<ClientAuthenticationMethod> methods = known.metadata().getTokenEndpointAuthMethods();
        boolean post =
                methods != null
                        && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        ClientID id = new ClientID(settings.clientId());
        return secret.map(Secret::new)
                .map(s -> post ? new ClientSecretPost(id, s) : new ClientSecretBasic(id, s));
    }

    private OidcPerson person(Known known, OIDCTokenResponse tokens, OidcAttempt attempt)
            throws BadJOSEException, JOSEException, OidcRefused {
        IDTokenValidator validator =
                new IDTokenValidator(
                        new Issuer(settings.issuer()),
                        new ClientID(settings.clientId()),
                        new JWSVerificationKeySelector<>(settings.signatures(), known.keys()),
                        null);
        validator.setMaxClockSkew((int) SKEW.toSeconds());
        IDTokenClaimsSet claims =
                validator.validate(tokens.getOIDCTokens().getIDToken(), new Nonce(attempt.nonce()));
        // OpenID Connect Core §3.1.3.7: of several audiences one has asked for it, and it was us.
        String asker = claims.getStringClaim("azp");
        if (asker == null ? claims.getAudience().size() > 1 : !asker.equals(settings.clientId())) {
            throw invalid("the token was made for somebody else");
        }
        if (attempt.fresh()) {
            @Nullable Date proved = claims.getAuthenticationTime();
            Instant least = clock.instant().minus(FRESH).minus(SKEW);
            if (proved == null || proved.toInstant().isBefore(least)) {
                throw invalid("they have not logged in there again");
            }
        }
        return new OidcPerson(
                settings.issuer(),
                claims.getSubject().getValue(),
                verified(claims.getClaim("email"), claims.getClaim("email_verified")));
    }

    /** Some providers say {@code "true"}, in quotes. */
    private static Optional<String> verified(@Nullable Object email, @Nullable Object verified) {
        boolean yes = Boolean.TRUE.equals(verified) || "true".equals(verified);
        return yes && email instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Who says to have issued a token: nothing is checked yet. */
    public static Optional<String> issuer(String token) {
        try {
            JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
            return Optional.ofNullable(claims.getIssuer());
        } catch (java.text.ParseException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Whether access tokens of this provider log in to mail. */
    public boolean takesTokens() {
        return settings.mailAudience().isPresent();
    }

    /** Whose access token this is. RFC 9068 §4. */
    public OidcPerson token(String token) throws OidcRefused {
        Known known = metadata.known();
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        new JOSEObjectType("at+jwt"),
                        new JOSEObjectType("application/at+jwt"),
                        JOSEObjectType.JWT,
                        null));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(settings.signatures(), known.keys()));
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(
                        settings.mailAudience().orElseThrow(),
                        new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                        Set.of("sub", "exp"));
        verifier.setMaxClockSkew((int) SKEW.toSeconds());
        processor.setJWTClaimsSetVerifier(verifier);
        try {
            JWTClaimsSet claims = processor.process(token, null);
            return new OidcPerson(
                    settings.issuer(),
                    Objects.requireNonNull(claims.getSubject()),
                    verified(claims.getClaim("email"), claims.getClaim("email_verified")));
        } catch (RemoteKeySourceException e) {
            throw new OidcRefused(Why.UNAVAILABLE, "the provider's keys cannot be had", e);
        } catch (java.text.ParseException | BadJOSEException | JOSEException e) {
            throw new OidcRefused(Why.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    private static OidcRefused invalid(String why) {
        return new OidcRefused(Why.INVALID, why);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        http.close();
    }
}
