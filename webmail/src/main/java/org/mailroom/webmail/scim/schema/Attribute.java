package org.mailroom.webmail.scim.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One attribute of a schema. RFC 7643 §7.
 *
 * @param name as it is written in resources
 * @param type what its values are
 * @param multiValued whether it is an array
 * @param description for people
 * @param required whether a resource without it is refused
 * @param caseExact whether {@code Ann} and {@code ann} are two values
 * @param mutability who may set it, when
 * @param returned whether it is in answers
 * @param uniqueness {@code none} or {@code server}
 * @param canonicalValues values that are meant; others are taken too unless {@code closed}
 * @param closed whether only the canonical values are taken
 * @param referenceTypes what a reference leads to
 * @param subAttributes of a complex one
 */
public record Attribute(
        String name,
        Type type,
        boolean multiValued,
        String description,
        boolean required,
        boolean caseExact,
        Mutability mutability,
        Returned returned,
        String uniqueness,
        List<String> canonicalValues,
        boolean closed,
        List<String> referenceTypes,
        List<Attribute> subAttributes) {

    /** What values are. RFC 7643 §2.3. */
    public enum Type {
        STRING("string"),
        BOOLEAN("boolean"),
        DECIMAL("decimal"),
        INTEGER("integer"),
        DATE_TIME("dateTime"),
        BINARY("binary"),
        REFERENCE("reference"),
        COMPLEX("complex");

        private final String wire;

        Type(String wire) {
            this.wire = wire;
        }
    }

    /** Who may set it. RFC 7643 §7. */
    public enum Mutability {
        READ_ONLY("readOnly"),
        READ_WRITE("readWrite"),
        IMMUTABLE("immutable"),
        WRITE_ONLY("writeOnly");

        private final String wire;

        Mutability(String wire) {
            this.wire = wire;
        }
    }

    /** When it is in answers. RFC 7643 §7. */
    public enum Returned {
        ALWAYS,
        NEVER,
        DEFAULT,
        REQUEST
    }

    public Attribute {
        canonicalValues = List.copyOf(canonicalValues);
        referenceTypes = List.copyOf(referenceTypes);
        subAttributes = List.copyOf(subAttributes);
    }

    public static Attribute string(String name, String description) {
        return of(name, Type.STRING, description);
    }

    public static Attribute bool(String name, String description) {
        return of(name, Type.BOOLEAN, description);
    }

    public static Attribute integer(String name, String description) {
        return of(name, Type.INTEGER, description);
    }

    public static Attribute dateTime(String name, String description) {
        return of(name, Type.DATE_TIME, description);
    }

    public static Attribute reference(String name, String description, String... types) {
        Attribute plain = of(name, Type.REFERENCE, description);
        return plain.with(plain.required, plain.mutability, plain.returned, List.of(types), true);
    }

    public static Attribute complex(String name, String description, Attribute... subs) {
        return new Attribute(
                name,
                Type.COMPLEX,
                false,
                description,
                false,
                false,
                Mutability.READ_WRITE,
                Returned.DEFAULT,
                "none",
                List.of(),
                false,
                List.of(),
                List.of(subs));
    }

    /** A complex one with many values. */
    public static Attribute several(String name, String description, Attribute... subs) {
        return complex(name, description, subs).many();
    }

    private static Attribute of(String name, Type type, String description) {
        return new Attribute(
                name,
                type,
                false,
                description,
                false,
                false,
                Mutability.READ_WRITE,
                Returned.DEFAULT,
                "none",
                List.of(),
                false,
                List.of(),
                List.of());
    }

    private Attribute with(
            boolean isRequired, Mutability who, Returned when, List<String> types, boolean exact) {
        return new Attribute(
                name,
                type,
                multiValued,
                description,
                isRequired,
                exact,
                who,
                when,
                uniqueness,
                canonicalValues,
                closed,
                types,
                subAttributes);
    }

    public Attribute many() {
        return new Attribute(
                name,
                type,
                true,
                description,
                required,
                caseExact,
                mutability,
                returned,
                uniqueness,
                canonicalValues,
                closed,
                referenceTypes,
                subAttributes);
    }

    public Attribute mandatory() {
        return with(true, mutability, returned, referenceTypes, caseExact);
    }

    public Attribute exact() {
        return with(required, mutability, returned, referenceTypes, true);
    }

    public Attribute mutable(Mutability who) {
        return with(required, who, returned, referenceTypes, caseExact);
    }

    public Attribute readOnly() {
        return mutable(Mutability.READ_ONLY);
    }

    public Attribute returned(Returned when) {
        return with(required, mutability, when, referenceTypes, caseExact);
    }

    public Attribute unique() {
        return new Attribute(
                name,
                type,
                multiValued,
                description,
                required,
                caseExact,
                mutability,
                returned,
                "server",
                canonicalValues,
                closed,
                referenceTypes,
                subAttributes);
    }

    /** With values that are meant; others are taken too. */
    public Attribute suggesting(String... values) {
        return withValues(false, values);
    }

    /** With the only values that are taken. */
    public Attribute only(String... values) {
        return withValues(true, values);
    }

    private Attribute withValues(boolean noOthers, String... values) {
        return new Attribute(
                name,
                type,
                multiValued,
                description,
                required,
                caseExact,
                mutability,
                returned,
                uniqueness,
                List.of(values),
                noOthers,
                referenceTypes,
                subAttributes);
    }

    /** A sub-attribute by name, without regard to case. */
    public Optional<Attribute> sub(String wanted) {
        return subAttributes.stream().filter(a -> a.name.equalsIgnoreCase(wanted)).findFirst();
    }

    /** As the schema document shows it. RFC 7643 §7. */
    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", name).put("type", type.wire).put("multiValued", multiValued);
        node.put("description", description).put("required", required);
        if (type != Type.COMPLEX && type != Type.BOOLEAN) {
            node.put("caseExact", caseExact);
        }
        node.put("mutability", mutability.wire);
        node.put("returned", returned.name().toLowerCase(Locale.ROOT));
        node.put("uniqueness", uniqueness);
        if (!canonicalValues.isEmpty()) {
            canonicalValues.forEach(node.putArray("canonicalValues")::add);
        }
        if (type == Type.REFERENCE) {
            referenceTypes.forEach(node.putArray("referenceTypes")::add);
        }
        if (type == Type.COMPLEX) {
            subAttributes.forEach(s -> node.withArray("subAttributes").add(s.json()));
        }
        return node;
    }
}
