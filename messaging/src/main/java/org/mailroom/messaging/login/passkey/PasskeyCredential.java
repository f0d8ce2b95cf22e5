package org.mailroom.messaging.login.passkey;

import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.data.AuthenticatorTransport;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is known of one authenticator's key.
 *
 * @param name what its owner calls it
 * @param id by which the authenticator finds it
 * @param key its public half, as COSE writes it
 * @param transports by which it can be reached: {@code usb}, {@code internal}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record PasskeyCredential(String name, byte[] id, byte[] key, Set<String> transports) {
    private static final int VERSION = 1;

    /** As it is kept, sealed. */
    public byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(name);
            out.writeUTF(String.join(" ", new TreeSet<>(transports)));
            out.writeShort(id.length);
            out.write(id);
            out.writeShort(key.length);
            out.write(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What {@link #bytes} made. */
    public static PasskeyCredential of(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IllegalStateException("a passkey of a later version");
            }
            String name = in.readUTF();
            String transports = in.readUTF();
            byte[] id = in.readNBytes(in.readUnsignedShort());
            byte[] key = in.readNBytes(in.readUnsignedShort());
            return new PasskeyCredential(
                    name, id, key, transports.isEmpty() ? Set.of() : Set.of(transports.split(" ")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PasskeyCredential named(String other) {
        return new PasskeyCredential(other, id, key, transports);
    }

    PublicKeyCredentialDescriptor descriptor() {
        return PublicKeyCredentialDescriptor.builder()
                .id(new ByteArray(id))
                .transports(
                        transports.stream()
                                .map(AuthenticatorTransport::of)
                                .collect(Collectors.toSet()))
                .build();
    }

    RegisteredCredential registered(ByteArray userHandle, long signatures) {
        return RegisteredCredential.builder()
                .credentialId(new ByteArray(id))
                .userHandle(userHandle)
                .publicKeyCose(new ByteArray(key))
                .signatureCount(signatures)
                .build();
    }
}
