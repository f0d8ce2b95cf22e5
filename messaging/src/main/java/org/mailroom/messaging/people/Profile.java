package org.mailroom.messaging.people;

import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of a person beyond the account, as it lies sealed in the row: counted strings. */
record Profile(
        Set<String> roles,
        Map<String, List<String>> attributes,
        Optional<Locale> locale,
        Optional<ZoneId> zone,
        Map<String, String> preferences) {

    static final Profile EMPTY =
            new Profile(Set.of(), Map.of(), Optional.empty(), Optional.empty(), Map.of());

    private static final byte VERSION = 1;
    private static final int MOST_ROLES = 64;
    private static final int MOST_VALUES = 1_000;
    private static final int MOST_TEXT = 4_096;
    private static final int MOST_BYTES = 64 << 10;

    /** As it is kept: names in lower case, no values without text; bounded. */
    Profile checked() {
        var names = new LinkedHashSet<String>();
        roles.forEach(role -> names.add(Terms.normal(role)));
        if (names.size() > MOST_ROLES) {
            throw new Refused(Reason.LIMIT, "At most " + MOST_ROLES + " roles");
        }
        var values = new LinkedHashMap<String, List<String>>();
        int count = preferences.size();
        for (Map.Entry<String, List<String>> one : attributes.entrySet()) {
            List<String> texts = one.getValue().stream().map(Profile::text).distinct().toList();
            count += texts.size();
            if (!texts.isEmpty()) {
                values.put(Terms.normal(one.getKey()), texts);
            }
        }
        var own = new LinkedHashMap<String, String>();
        preferences.forEach((name, value) -> own.put(Terms.normal(name), text(value)));
        if (count > MOST_VALUES) {
            throw new Refused(Reason.LIMIT, "At most " + MOST_VALUES + " attributes");
        }
        return new Profile(names, values, locale, zone, own);
    }

    private static String text(String value) {
        if (value.length() > MOST_TEXT) {
            throw new Refused(Reason.LIMIT, "A value has at most " + MOST_TEXT + " characters");
        }
        return value;
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, List.copyOf(roles));
            out.writeShort(attributes.size());
            for (Map.Entry<String, List<String>> one : attributes.entrySet()) {
                out.writeUTF(one.getKey());
                write(out, one.getValue());
            }
            out.writeUTF(locale.map(Locale::toLanguageTag).orElse(""));
            out.writeUTF(zone.map(ZoneId::getId).orElse(""));
            out.writeShort(preferences.size());
            for (Map.Entry<String, String> one : preferences.entrySet()) {
                out.writeUTF(one.getKey());
                out.writeUTF(one.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.size() > MOST_BYTES) {
            throw new Refused(Reason.LIMIT, "More is known of this person than can be kept");
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, List<String> texts) throws IOException {
        out.writeShort(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    static Profile of(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IllegalStateException("profile of a later version");
            }
            Set<String> roles = new LinkedHashSet<>(texts(in));
            var attributes = new LinkedHashMap<String, List<String>>();
            for (int i = in.readUnsignedShort(); i > 0; i--) {
                attributes.put(in.readUTF(), texts(in));
            }
            String locale = in.readUTF();
            String zone = in.readUTF();
            var preferences = new LinkedHashMap<String, String>();
            for (int i = in.readUnsignedShort(); i > 0; i--) {
                preferences.put(in.readUTF(), in.readUTF());
            }
            return new Profile(
                    roles,
                    attributes,
                    locale.isEmpty()
                            ? Optional.empty()
                            : Optional.of(Locale.forLanguageTag(locale)),
                    zone.isEmpty() ? Optional.empty() : Optional.of(ZoneId.of(zone)),
                    preferences);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        var texts = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}
