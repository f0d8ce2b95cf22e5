package org.mailroom.messaging.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;

/** Signs checkpoints, with Ed25519. RFC 8032. */
final class Signer {
    private static final int PUBLIC = 32;

    private final PrivateKey key;
    private final byte[] publicKey;

    private Signer(PrivateKey key, byte[] publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /** A new key pair: the public key, then the private one as PKCS #8. To be sealed. */
    static byte[] generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] x509 = pair.getPublic().getEncoded();
            byte[] pkcs8 = pair.getPrivate().getEncoded();
            byte[] both = new byte[PUBLIC + pkcs8.length];
            System.arraycopy(x509, x509.length - PUBLIC, both, 0, PUBLIC);
            System.arraycopy(pkcs8, 0, both, PUBLIC, pkcs8.length);
            return both;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    static Signer of(byte[] both) {
        try {
            byte[] pkcs8 = Arrays.copyOfRange(both, PUBLIC, both.length);
            PrivateKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return new Signer(key, Arrays.copyOf(both, PUBLIC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not a key that was made here", e);
        }
    }

    byte[] publicKey() {
        return publicKey.clone();
    }

    Checkpoint sign(long size, byte[] root, Instant at, byte[] hash) {
        String body = Checkpoint.body(Checkpoint.origin(publicKey), size, root, at, hash);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(body.getBytes(UTF_8));
            return Checkpoint.signed(body, publicKey, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }
}
