package org.mailroom.mailstore.seal;

import org.bouncycastle.crypto.CryptoServicesRegistrar;
import org.bouncycastle.crypto.NativeServices;

/** What does the encrypting on this machine; for the start-up log. */
public final class Seal {
    private Seal() {}

    /**
     * One line such as {@code AES-256-GCM native (vaesf), Bouncy Castle LTS 2.73.12.1}. The word
     * {@code pure Java} means that bodies are read some hundred times slower.
     */
    public static String implementation() {
        NativeServices services = CryptoServicesRegistrar.getNativeServices();
        String kind = accelerated() ? "native (" + services.getVariant() + ")" : "pure Java (slow)";
        return "AES-256-GCM " + kind + ", " + CryptoServicesRegistrar.getInfo();
    }

    /** Whether native code does AES-GCM here. */
    public static boolean accelerated() {
        return CryptoServicesRegistrar.hasEnabledService(NativeServices.AES_GCM_PC);
    }
}
