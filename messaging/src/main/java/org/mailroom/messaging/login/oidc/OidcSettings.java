package org.mailroom.messaging.login.oidc;

import com.nimbusds.jose.JWSAlgorithm;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An identity provider where people may log in.
 *
 * @param id short name in addresses: letters a to z, digits and hyphens
 * @param title what the button says
 * @param issuer its address, exactly as it calls itself
 * @param clientId our name there
 * @param clientSecret our password there. Default: none, a public client.
 * @param clientSecretFile file whose first line is that password, so that it need not stand here.
 *     Default: none.
 * @param scopes asked for. Default: openid, email.
 * @param link how a person there becomes one here: {@code by-subject} once they have linked the two
 *     themselves, or {@code by-email} at the first log-in, too, where the provider says that the
 *     address is verified. Default by-subject.
 * @param secondFactor whether a second factor set up {@code here} is asked for after logging in
 *     there, or the provider is {@code trusted} with it. Default here.
 * @param algorithms with which its tokens may be signed. Default: RS256, PS256, ES256, EdDSA.
 * @param mailAudience what access tokens for mail programs (OAUTHBEARER) are meant for; not the
 *     client-id. Default: none, mail programs cannot log in with them.
 */
public record OidcSettings(
        String id,
        String title,
        String issuer,
        String clientId,
        Optional<String> clientSecret,
        Optional<Path> clientSecretFile,
        List<String> scopes,
        Optional<Link> link,
        Optional<SecondFactor> secondFactor,
        List<String> algorithms,
        Optional<String> mailAudience) {
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");
    private static final List<String> ALGORITHMS = List.of("RS256", "PS256", "ES256", "EdDSA");

    /** How people there become people here. */
    public enum Link {
        BY_SUBJECT,
        BY_EMAIL
    }

    /** Who sees to the second factor. */
    public enum SecondFactor {
        HERE,
        TRUSTED
    }

    public OidcSettings {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id has letters a to z, digits and hyphens");
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("client-id is missing");
        }
        checkIssuer(issuer);
        title = title.isBlank() ? id : title;
        scopes = scopes.isEmpty() ? List.of("openid", "email") : List.copyOf(scopes);
        if (!scopes.contains("openid")) {
            throw new IllegalArgumentException("scopes: openid is needed");
        }
        algorithms = algorithms.isEmpty() ? ALGORITHMS : List.copyOf(algorithms);
        for (String algorithm : algorithms) {
            if (!JWSAlgorithm.Family.SIGNATURE.contains(JWSAlgorithm.parse(algorithm))) {
                throw new IllegalArgumentException(
                        "algorithms: " + algorithm + " is no signature with a public key");
            }
        }
        if (mailAudience.filter(clientId::equals).isPresent()) {
            // Else every ID token would log in to mail.
            throw new IllegalArgumentException("mail-audience has to differ from client-id");
        }
    }

    private static void checkIssuer(String issuer) {
        URI uri = URI.create(issuer);
        boolean loopback = uri.getHost() != null && loopback(uri.getHost());
        if (uri.getHost() == null
                || !("https".equals(uri.getScheme())
                        || (loopback && "http".equals(uri.getScheme())))) {
            throw new IllegalArgumentException("issuer has to be an https:// address");
        }
    }

    private static boolean loopback(String host) {
        try {
            String bare = host.replace("[", "").replace("]", "");
            return host.equals("localhost") || InetAddress.ofLiteral(bare).isLoopbackAddress();
        } catch (IllegalArgumentException notLiteral) {
            return false;
        }
    }

    Set<JWSAlgorithm> signatures() {
        return algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    }

    public boolean linksByEmail() {
        return link.filter(Link.BY_EMAIL::equals).isPresent();
    }

    public boolean secondFactorTrusted() {
        return secondFactor.filter(SecondFactor.TRUSTED::equals).isPresent();
    }
}
