package org.mailroom.messaging.people;

import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The app passwords of one account as they are kept: one a line, name last. They are generated with
 * 100 random bits, which nobody guesses, so a plain salted hash guards them as well as a slow one
 * would and trying all of them costs microseconds.
 */
record AppPasswords(List<Kept> kept) {
    /** Most of one account. */
    static final int MOST = 50;

    private static final int MOST_NAME = 100;

    /** Twenty of these, in fours, are five bits each; none is mistaken for another. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    @SuppressWarnings("ArrayRecordComponent") // Compared in constant time, by hand.
    record Kept(AppPassword password, byte[] salt, byte[] hash) {}

    /** What was added, and the password itself, which is shown once and never again. */
    record Added(AppPasswords all, String password) {}

    static AppPasswords parse(byte[] stored) {
        List<Kept> kept = new ArrayList<>();
        for (String line : new String(stored, StandardCharsets.UTF_8).split("\n")) {
            String[] fields = line.split(" ", 4);
            if (fields.length == 4) {
                kept.add(
                        new Kept(
                                new AppPassword(fields[3], Instant.parse(fields[0])),
                                Base64.getDecoder().decode(fields[1]),
                                Base64.getDecoder().decode(fields[2])));
            }
        }
        return new AppPasswords(List.copyOf(kept));
    }

    byte[] stored() {
        StringBuilder text = new StringBuilder();
        Base64.Encoder base64 = Base64.getEncoder();
        for (Kept one : kept) {
            text.append(one.password.created())
                    .append(' ')
                    .append(base64.encodeToString(one.salt))
                    .append(' ')
                    .append(base64.encodeToString(one.hash))
                    .append(' ')
                    .append(one.password.name())
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    Added add(String name, Instant now, SecureRandom random) {
        check(name);
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            password.append(i > 0 && i % 4 == 0 ? "-" : "");
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        byte[] hash = hash(salt, password.toString().getBytes(StandardCharsets.US_ASCII));
        List<Kept> more = new ArrayList<>(kept);
        more.add(new Kept(new AppPassword(name, now), salt, hash));
        return new Added(new AppPasswords(List.copyOf(more)), password.toString());
    }

    private void check(String name) {
        if (name.isBlank() || name.length() > MOST_NAME) {
            throw new Refused(
                    Reason.BAD_NAME,
                    "App password name has to have 1 to " + MOST_NAME + " letters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(Reason.BAD_NAME, "App password name holds a control character");
        }
        if (has(name)) {
            throw new Refused(Reason.ALREADY_EXISTS, "An app password has this name already");
        }
        if (kept.size() >= MOST) {
            throw new Refused(Reason.LIMIT, "At most " + MOST + " app passwords");
        }
    }

    boolean has(String name) {
        return kept.stream().anyMatch(one -> one.password.name().equals(name));
    }

    AppPasswords without(String name) {
        return new AppPasswords(
                kept.stream().filter(one -> !one.password.name().equals(name)).toList());
    }

    boolean matches(byte[] password) {
        boolean found = false;
        for (Kept one : kept) {
            found |= MessageDigest.isEqual(one.hash, hash(one.salt, password));
        }
        return found;
    }

    private static byte[] hash(byte[] salt, byte[] password) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return sha256.digest(plain(password));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }

    /** People type it with and without the hyphens. */
    private static byte[] plain(byte[] password) {
        byte[] plain = new byte[password.length];
        int length = 0;
        for (byte b : password) {
            if (b != '-' && b != ' ') {
                plain[length++] = b;
            }
        }
        return Arrays.copyOf(plain, length);
    }
}
