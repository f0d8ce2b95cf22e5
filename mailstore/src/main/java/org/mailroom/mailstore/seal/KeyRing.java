package org.mailroom.mailstore.seal;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The master keys in memory, the active one first, and the key for lookup hashes. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeyRing(List<Master> masters, byte[] index) {
    KeyRing {
        masters = List.copyOf(masters);
        if (masters.isEmpty()) throw new IllegalArgumentException("no master key");
    }

    static KeyRing fresh() {
        return new KeyRing(List.of(Master.random()), Aead.random(Aead.KEY));
    }

    static KeyRing ofSecrets(List<String> secrets) throws KeystoreException {
        if (secrets.isEmpty()) throw new KeystoreException("no master key given");
        List<Master> masters = new ArrayList<>();
        for (String secret : secrets) masters.add(new Master(decoded(secret)));
        return new KeyRing(masters, Hkdf.expand(masters.getLast().secret(), "mailroom index 1"));
    }

    private static byte[] decoded(String secret) throws KeystoreException {
        try {
            byte[] bytes = Base64.getDecoder().decode(secret.strip());
            if (bytes.length == Aead.KEY) return bytes;
        } catch (IllegalArgumentException e) {
            // Said below, without the cause: it would quote the secret.
        }
        throw new KeystoreException("a master key must be 32 bytes in base64");
    }

    Master active() {
        return masters.getFirst();
    }

    @Nullable Master find(long id) {
        for (Master master : masters) if (master.id() == id) return master;
        return null;
    }

    KeyRing rotated() {
        List<Master> more = new ArrayList<>(masters);
        more.addFirst(Master.random());
        return new KeyRing(more, index);
    }

    KeyRing without(long id) {
        if (active().id() == id) throw new IllegalArgumentException("the active master key");
        if (find(id) == null) throw new IllegalArgumentException("no such master key");
        return new KeyRing(masters.stream().filter(m -> m.id() != id).toList(), index);
    }

    /** Everything to be wiped. */
    byte[][] keys() {
        List<byte[]> keys = new ArrayList<>(List.of(index));
        for (Master master : masters) {
            keys.addAll(List.of(master.secret(), master.accounts(), master.directory()));
        }
        return keys.toArray(byte[][]::new);
    }

    /** A master key and what is derived from it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Master(long id, byte[] secret, byte[] accounts, byte[] directory) {
        Master(byte[] secret) {
            this(
                    ByteBuffer.wrap(Hkdf.expand(secret, "mailroom master id 1")).getLong(),
                    secret,
                    Hkdf.expand(secret, "mailroom master accounts 1"),
                    Hkdf.expand(secret, "mailroom master directory 1"));
        }

        static Master random() {
            return new Master(Aead.random(Aead.KEY));
        }
    }
}
