package org.mailroom.messaging.login.passkey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.yubico.webauthn.AssertionRequest;
import com.yubico.webauthn.AssertionResult;
import com.yubico.webauthn.CredentialRepository;
import com.yubico.webauthn.FinishAssertionOptions;
import com.yubico.webauthn.FinishRegistrationOptions;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.RegistrationResult;
import com.yubico.webauthn.RelyingParty;
import com.yubico.webauthn.data.AttestationConveyancePreference;
import com.yubico.webauthn.data.AuthenticatorAttestationResponse;
import com.yubico.webauthn.data.AuthenticatorSelectionCriteria;
import com.yubico.webauthn.data.AuthenticatorTransport;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.ClientRegistrationExtensionOutputs;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.PublicKeyCredentialCreationOptions;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import com.yubico.webauthn.data.PublicKeyCredentialParameters;
import com.yubico.webauthn.data.PublicKeyCredentialRequestOptions;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.ResidentKeyRequirement;
import com.yubico.webauthn.data.UserIdentity;
import com.yubico.webauthn.data.UserVerificationRequirement;
import com.yubico.webauthn.exception.AssertionFailedException;
import com.yubico.webauthn.exception.RegistrationFailedException;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The two exchanges with an authenticator: making a passkey, and logging in with it. The person has
 * always to be verified by the authenticator (finger, face, PIN), so that a passkey is two factors
 * in one. Which make of authenticator it is, we do not ask. Immutable.
 */
public final class PasskeyCeremony {
    private static final long TIMEOUT = 300_000;

    /**
     * Forms of attestation that are looked at. None is asked for; an authenticator that sends one
     * all the same signs it, and then it has to be right.
     */
    private static final Set<String> FORMATS =
            Set.of("none", "packed", "fido-u2f", "apple", "tpm", "android-key");

    private final RelyingPartyIdentity identity;
    private final String origin;

    /**
     * @param web where people find us: the scheme, host and port that a passkey is bound to
     * @param title what authenticators show
     */
    public PasskeyCeremony(URI web, String title) {
        identity = RelyingPartyIdentity.builder().id(web.getHost()).name(title).build();
        origin =
                web.getScheme()
                        + "://"
                        + web.getHost()
                        + (web.getPort() < 0 ? "" : ":" + web.getPort());
    }

    /**
     * For whom a passkey is made.
     *
     * @param handle who it is, without saying so
     * @param present those there are already: no authenticator makes a second one
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Owner(
            byte[] handle, String address, String name, List<PasskeyCredential> present) {}

    /** A passkey that has been made, and how often it has signed. */
    public record Made(PasskeyCredential credential, long signatures) {}

    /** What is known of a passkey that somebody logs in with. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Known(PasskeyCredential credential, byte[] handle, long signatures) {}

    /** Finds passkeys. */
    @FunctionalInterface
    public interface Lookup {
        Optional<Known> byId(byte[] id);
    }

    /** What {@code navigator.credentials.create} is given. */
    public String creation(Owner owner, byte[] challenge) {
        try {
            return options(owner, challenge).toCredentialsCreateJson();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private PublicKeyCredentialCreationOptions options(Owner owner, byte[] challenge) {
        return PublicKeyCredentialCreationOptions.builder()
                .rp(identity)
                .user(
                        UserIdentity.builder()
                                .name(owner.address())
                                .displayName(
                                        owner.name().isBlank() ? owner.address() : owner.name())
                                .id(new ByteArray(owner.handle()))
                                .build())
                .challenge(new ByteArray(challenge))
                .pubKeyCredParams(
                        List.of(
                                PublicKeyCredentialParameters.ES256,
                                PublicKeyCredentialParameters.EdDSA,
                                PublicKeyCredentialParameters.RS256))
                .excludeCredentials(
                        owner.present().stream()
                                .map(PasskeyCredential::descriptor)
                                .collect(Collectors.toSet()))
                .authenticatorSelection(
                        AuthenticatorSelectionCriteria.builder()
                                .residentKey(ResidentKeyRequirement.PREFERRED)
                                .userVerification(UserVerificationRequirement.REQUIRED)
                                .build())
                .attestation(AttestationConveyancePreference.NONE)
                .timeout(TIMEOUT)
                .build();
    }

    /** The passkey that the browser's answer to {@link #creation} brings. */
    public Made made(Owner owner, byte[] challenge, String name, String answer)
            throws PasskeyRefused {
        try {
            PublicKeyCredential<
                            AuthenticatorAttestationResponse, ClientRegistrationExtensionOutputs>
                    response = PublicKeyCredential.parseRegistrationResponseJson(answer);
            String format = response.getResponse().getAttestation().getFormat();
            if (!FORMATS.contains(format)) {
                throw new PasskeyRefused("an attestation of another form");
            }
            RegistrationResult result =
                    party(id -> Optional.empty())
                            .finishRegistration(
                                    FinishRegistrationOptions.builder()
                                            .request(options(owner, challenge))
                                            .response(response)
                                            .build());
            if (!result.isUserVerified()) {
                throw new PasskeyRefused("the person was not verified");
            }
            return new Made(
                    new PasskeyCredential(
                            name,
                            result.getKeyId().getId().getBytes(),
                            result.getPublicKeyCose().getBytes(),
                            response.getResponse().getTransports().stream()
                                    .map(AuthenticatorTransport::getId)
                                    .filter(transport -> transport.matches("[a-z-]{1,20}"))
                                    .limit(10)
                                    .collect(Collectors.toSet())),
                    result.getSignatureCount());
        } catch (IOException | RegistrationFailedException | RuntimeException e) {
            // Much that is malformed makes the library fail in ways of its own.
            throw new PasskeyRefused(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What {@code navigator.credentials.get} is given.
     *
     * @param allowed the person's own, where it is known who it is; else whatever there is
     */
    public String request(byte[] challenge, List<PasskeyCredential> allowed) {
        try {
            return options(challenge, allowed).toCredentialsGetJson();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private PublicKeyCredentialRequestOptions options(
            byte[] challenge, List<PasskeyCredential> allowed) {
        var options =
                PublicKeyCredentialRequestOptions.builder()
                        .challenge(new ByteArray(challenge))
                        .rpId(identity.getId())
                        .userVerification(UserVerificationRequirement.REQUIRED)
                        .timeout(TIMEOUT);
        if (!allowed.isEmpty()) {
            options.allowCredentials(allowed.stream().map(PasskeyCredential::descriptor).toList());
        }
        return options.build();
    }

    /**
     * Whether the browser's answer to {@link #request} is right.
     *
     * @param handle whose passkey it has to be; empty if it may be anybody's
     * @return how often the authenticator has signed by now, which has to be more than before
     */
    public Used used(byte[] challenge, Optional<byte[]> handle, Lookup lookup, String answer)
            throws PasskeyRefused {
        try {
            var request =
                    AssertionRequest.builder()
                            .publicKeyCredentialRequestOptions(options(challenge, List.of()));
            handle.ifPresent(h -> request.userHandle(new ByteArray(h)));
            AssertionResult result =
                    party(lookup)
                            .finishAssertion(
                                    FinishAssertionOptions.builder()
                                            .request(request.build())
                                            .response(
                                                    PublicKeyCredential.parseAssertionResponseJson(
                                                            answer))
                                            .build());
            if (!result.isSuccess() || !result.isUserVerified()) {
                throw new PasskeyRefused("the person was not verified");
            }
            byte[] owner = result.getCredential().getUserHandle().getBytes();
            if (handle.isPresent() && !Arrays.equals(handle.get(), owner)) {
                throw new PasskeyRefused("somebody else's");
            }
            return new Used(
                    result.getCredential().getCredentialId().getBytes(),
                    result.getSignatureCount());
        } catch (IOException | AssertionFailedException | RuntimeException e) {
            // As above.
            throw new PasskeyRefused(String.valueOf(e.getMessage()), e);
        }
    }

    /** The passkey that was used, and how often it has signed. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Used(byte[] id, long signatures) {}

    private RelyingParty party(Lookup lookup) {
        return RelyingParty.builder()
                .identity(identity)
                .credentialRepository(new Repository(lookup))
                .origins(Set.of(origin))
                .attestationConveyancePreference(AttestationConveyancePreference.NONE)
                .allowUntrustedAttestation(true)
                .validateSignatureCounter(true)
                .build();
    }

    /** The library knows people by a name; ours is the handle, in letters. */
    private record Repository(Lookup lookup) implements CredentialRepository {
        @Override
        public Set<PublicKeyCredentialDescriptor> getCredentialIdsForUsername(String username) {
            return Set.of();
        }

        @Override
        public Optional<ByteArray> getUserHandleForUsername(String username) {
            return Optional.of(ByteArray.fromBase64(username));
        }

        @Override
        public Optional<String> getUsernameForUserHandle(ByteArray handle) {
            return Optional.of(handle.getBase64());
        }

        @Override
        public Optional<RegisteredCredential> lookup(ByteArray id, ByteArray handle) {
            return all(id).filter(found -> found.getUserHandle().equals(handle));
        }

        @Override
        public Set<RegisteredCredential> lookupAll(ByteArray id) {
            return all(id).map(Set::of).orElse(Set.of());
        }

        private Optional<RegisteredCredential> all(ByteArray id) {
            return lookup.byId(id.getBytes())
                    .map(
                            known ->
                                    known.credential()
                                            .registered(
                                                    new ByteArray(known.handle()),
                                                    known.signatures()));
        }
    }
}
