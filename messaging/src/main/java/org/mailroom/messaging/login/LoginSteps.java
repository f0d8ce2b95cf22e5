package org.mailroom.messaging.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.messaging.rows.UsedLoginStepRow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What has to be remembered between the requests of one log-in. It lies sealed with the browser, so
 * that beginning log-ins fills nothing of ours, and outlives a restart. What ends well is noted as
 * taken until it would be too old anyway: nobody ends it twice. Thread-safe.
 */
final class LoginSteps {
    private static final Duration GOOD = Duration.ofMinutes(10);
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int MOST = 6_000;
    private static final byte VERSION = 1;

    private final Kept kept;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    LoginSteps(Kept kept) {
        this.kept = kept;
        this.key =
                new SecretKeySpec(
                        kept.masters().hash(HashKind.LOGIN, "key of steps".getBytes(UTF_8)), "AES");
    }

    /** What comes next. Codes are in browsers: add, never renumber. */
    enum Kind {
        /** The password was right; a second factor is awaited. */
        SECOND_FACTOR(1),
        /** A passkey is awaited. */
        PASSKEY(2),
        /** A new passkey is awaited. */
        NEW_PASSKEY(3),
        /** They are at an identity provider. */
        PROVIDER(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Kind of(int code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no step " + code));
        }
    }

    /**
     * A step.
     *
     * @param account whose log-in it is, where that is known
     * @param data what the kind needs
     */
    record Step(
            Kind kind, String id, Optional<AccountId> account, List<String> data, long expires) {}

    /** A new step, as it is given to the browser. */
    String begin(Kind kind, Optional<AccountId> account, List<String> data) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        long expires = kept.now() + GOOD.toMillis();
        return seal(
                new Step(
                        kind,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                        account,
                        data,
                        expires));
    }

    private String seal(Step step) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, bytes(step));
        byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, all, NONCE, sealed.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** The step that a browser brings back; empty if it is none of these, or too old. */
    Optional<Step> open(String text, Set<Kind> kinds) {
        if (text.length() > MOST) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            if (all.length <= NONCE) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(all, NONCE);
            Step step =
                    step(
                            crypt(
                                    Cipher.DECRYPT_MODE,
                                    nonce,
                                    Arrays.copyOfRange(all, NONCE, all.length)));
            return Optional.of(step).filter(s -> kinds.contains(s.kind) && kept.now() < s.expires);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** Takes the step; false if it has been taken before. On disk when this returns. */
    boolean take(Step step) {
        var first =
                kept.database()
                        .write(
                                session -> {
                                    session.createMutationQuery(
                                                    "delete from UsedLoginStepRow where expires <"
                                                            + " :now")
                                            .setParameter("now", kept.now())
                                            .executeUpdate();
                                    @Nullable UsedLoginStepRow taken =
                                            session.get(UsedLoginStepRow.class, step.id);
                                    if (taken != null) {
                                        return false;
                                    }
                                    var row = new UsedLoginStepRow();
                                    row.id = step.id;
                                    row.expires = step.expires;
                                    // of two at once one runs into the other's key and fails
                                    session.insert(row);
                                    return true;
                                });
        kept.database().awaitDurable(first.ticket());
        return first.value();
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not sealed here", e);
        }
    }

    private static byte[] bytes(Step step) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(step.kind.code);
            out.writeUTF(step.id);
            out.writeLong(step.account.map(AccountId::value).orElse(0L));
            out.writeLong(step.expires);
            out.writeByte(step.data.size());
            for (String one : step.data) {
                out.writeUTF(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Step step(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("of another version");
            }
            Kind kind = Kind.of(in.readByte());
            String id = in.readUTF();
            long account = in.readLong();
            long expires = in.readLong();
            List<String> data = new ArrayList<>();
            for (int left = in.readByte(); left > 0; left--) {
                data.add(in.readUTF());
            }
            return new Step(
                    kind,
                    id,
                    account == 0 ? Optional.empty() : Optional.of(new AccountId(account)),
                    List.copyOf(data),
                    expires);
        } catch (IOException e) {
            throw new IllegalArgumentException("cut short", e);
        }
    }
}
