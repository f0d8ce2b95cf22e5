package org.mailroom.messaging.login;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How somebody has shown who they are. Codes are on disk: add, never renumber. */
public enum Proof {
    PASSWORD(1),
    TOTP(2),
    RECOVERY_CODE(4),
    PASSKEY(8),
    /** At an identity provider. */
    PROVIDER(16);

    private final int bit;

    Proof(int bit) {
        this.bit = bit;
    }

    /** {@code recovery-code}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static int bits(Set<Proof> proofs) {
        return proofs.stream().mapToInt(proof -> proof.bit).sum();
    }

    static Set<Proof> of(int bits) {
        EnumSet<Proof> proofs = EnumSet.noneOf(Proof.class);
        for (Proof proof : values()) {
            if ((bits & proof.bit) != 0) {
                proofs.add(proof);
            }
        }
        return proofs;
    }
}
