package org.mailroom.messaging.login.oidc;

/**
 * What has to be remembered while somebody is at the provider, where only their browser can bring
 * it back.
 *
 * @param provider the provider's id
 * @param state comes back with the answer
 * @param nonce comes back in the token
 * @param verifier goes with the code. RFC 7636 §4.1
 * @param fresh whether they have to prove themselves there again
 */
public record OidcAttempt(
        String provider, String state, String nonce, String verifier, boolean fresh) {

    /** These are secrets of one log-in. */
    @Override
    public String toString() {
        return "OidcAttempt[" + provider + "]";
    }
}
