package org.mailroom.webmail.scim.schema;

import static org.mailroom.webmail.scim.schema.Attribute.bool;
import static org.mailroom.webmail.scim.schema.Attribute.complex;
import static org.mailroom.webmail.scim.schema.Attribute.dateTime;
import static org.mailroom.webmail.scim.schema.Attribute.integer;
import static org.mailroom.webmail.scim.schema.Attribute.reference;
import static org.mailroom.webmail.scim.schema.Attribute.several;
import static org.mailroom.webmail.scim.schema.Attribute.string;

import org.mailroom.webmail.scim.schema.Attribute.Mutability;
import org.mailroom.webmail.scim.schema.Attribute.Returned;

import java.util.List;

/** The schemas there are: of RFC 7643 §4, and Mailroom's own. */
public final class Schemas {
    public static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    public static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public static final String ENTERPRISE =
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public static final String MAILROOM_USER = "urn:mailroom:scim:schemas:extension:2.0:User";
    public static final String MAILROOM_GROUP = "urn:mailroom:scim:schemas:extension:2.0:Group";

    private Schemas() {}

    /** People. */
    public static final ResourceType USERS =
            new ResourceType(
                    "User",
                    "/Users",
                    "People with an address here",
                    user(),
                    List.of(enterprise(), mailroomUser()));

    /** Groups. */
    public static final ResourceType GROUPS =
            new ResourceType(
                    "Group",
                    "/Groups",
                    "Groups with an address here",
                    group(),
                    List.of(mailroomGroup()));

    private static Schema user() {
        return new Schema(
                USER,
                "User",
                "A person. RFC 7643 §4.1.",
                List.of(
                        string("userName", "The name to log in with; the address, usually.")
                                .mandatory()
                                .unique(),
                        complex(
                                "name",
                                "The person's name in parts.",
                                string("formatted", "The whole name."),
                                string("familyName", "Last name."),
                                string("givenName", "First name."),
                                string("middleName", "Middle names."),
                                string("honorificPrefix", "As Dr."),
                                string("honorificSuffix", "As Jr.")),
                        string("displayName", "The name shown to others."),
                        string("nickName", "What friends say."),
                        reference("profileUrl", "A page about the person.", "external"),
                        string("title", "As Nurse."),
                        string("userType", "As Employee."),
                        string("preferredLanguage", "As de-CH, en."),
                        string("locale", "Language and region for dates and texts, as en-US."),
                        string("timezone", "As Europe/Zurich."),
                        bool("active", "Whether the person may log in and gets mail."),
                        string("password", "Set when given, never shown.")
                                .exact()
                                .mutable(Mutability.WRITE_ONLY)
                                .returned(Returned.NEVER),
                        plural("emails", "Addresses here, and elsewhere.", "work", "home", "other"),
                        plural("phoneNumbers", "Numbers to call.", "work", "home", "mobile"),
                        plural("ims", "Instant messaging addresses.", "xmpp", "other"),
                        photos(),
                        addresses(),
                        groups(),
                        plural("entitlements", "What the person is entitled to."),
                        plural("roles", "Roles that the rules speak of."),
                        several(
                                "x509Certificates",
                                "Certificates.",
                                new Attribute(
                                        "value",
                                        Attribute.Type.BINARY,
                                        false,
                                        "In base64.",
                                        false,
                                        true,
                                        Mutability.READ_WRITE,
                                        Returned.DEFAULT,
                                        "none",
                                        List.of(),
                                        false,
                                        List.of(),
                                        List.of()),
                                string("display", "For people."),
                                string("type", "What for."),
                                bool("primary", "Whether it is the preferred one."))));
    }

    private static Attribute plural(String name, String description, String... types) {
        Attribute type = string("type", "What it is for.");
        return several(
                name,
                description,
                string("value", "The value itself."),
                string("display", "For people."),
                types.length == 0 ? type : type.suggesting(types),
                bool("primary", "Whether it is the preferred one."));
    }

    private static Attribute photos() {
        return several(
                "photos",
                "Pictures.",
                reference("value", "Where the picture is.", "external"),
                string("display", "For people."),
                string("type", "How large.").suggesting("photo", "thumbnail"),
                bool("primary", "Whether it is the preferred one."));
    }

    private static Attribute addresses() {
        return several(
                "addresses",
                "Postal addresses.",
                string("formatted", "The whole address."),
                string("streetAddress", "Street and number."),
                string("locality", "City."),
                string("region", "State."),
                string("postalCode", "Postal code."),
                string("country", "Two letters."),
                string("type", "What it is for.").suggesting("work", "home", "other"),
                bool("primary", "Whether it is the preferred one."));
    }

    private static Attribute groups() {
        return several(
                        "groups",
                        "Groups the person is a member of; changed at the group.",
                        string("value", "The group's id.").exact().readOnly(),
                        reference("$ref", "Where the group is.", "Group").readOnly(),
                        string("display", "Its title.").readOnly(),
                        string("type", "direct.").suggesting("direct", "indirect").readOnly())
                .readOnly();
    }

    private static Schema enterprise() {
        return new Schema(
                ENTERPRISE,
                "Enterprise User",
                "What organisations keep of people. RFC 7643 §4.3. Kept as it comes.",
                List.of(
                        string("employeeNumber", "Number in the organisation."),
                        string("costCenter", "Cost centre."),
                        string("organization", "Organisation."),
                        string("division", "Division."),
                        string("department", "Department."),
                        complex(
                                "manager",
                                "Whom the person reports to.",
                                string("value", "The manager's id.").exact(),
                                reference("$ref", "Where the manager is.", "User"),
                                string("displayName", "The manager's name.").readOnly())));
    }

    private static Schema mailroomUser() {
        return new Schema(
                MAILROOM_USER,
                "Mailroom User",
                "What Mailroom's rules know of a person beyond the core schema.",
                List.of(
                        string("address", "The main mail address.").unique(),
                        string("state", "active, suspended, or left, which hides the resource.")
                                .only("active", "suspended", "left"),
                        several(
                                "attributes",
                                "Attributes that rules and segments speak of.",
                                string("name", "Its name, as cohort.").mandatory(),
                                string("value", "One value; several are several entries.")
                                        .mandatory()),
                        several(
                                "preferences",
                                "The person's own choices, to begin with.",
                                string("name", "Its name.").mandatory(),
                                string("value", "Its value.").mandatory()),
                        several(
                                "relations",
                                "Who has an office towards this person: an assigned clinician, a"
                                        + " mentor, an instructor.",
                                string("value", "The id, or the address, of that other person.")
                                        .exact()
                                        .mandatory(),
                                reference("$ref", "Where that person is.", "User").readOnly(),
                                string("kind", "The office.")
                                        .suggesting("assigned", "mentor", "instructor", "care-team")
                                        .mandatory(),
                                dateTime("since", "From when; now, unless said."),
                                dateTime("until", "Until when; open, unless said.")),
                        several(
                                        "duties",
                                        "Towards whom this person has an office; changed there.",
                                        string("value", "The other's id.").exact().readOnly(),
                                        reference("$ref", "Where.", "User").readOnly(),
                                        string("kind", "The office.").readOnly(),
                                        dateTime("since", "From when.").readOnly(),
                                        dateTime("until", "Until when.").readOnly())
                                .readOnly()
                                .returned(Returned.REQUEST)));
    }

    private static Schema group() {
        return new Schema(
                GROUP,
                "Group",
                "A group of people and of groups. RFC 7643 §4.2.",
                List.of(
                        string("displayName", "The group's title.").mandatory(),
                        several(
                                "members",
                                "Who is in it.",
                                string("value", "The member's id.")
                                        .exact()
                                        .mutable(Mutability.IMMUTABLE),
                                reference("$ref", "Where the member is.", "User", "Group")
                                        .mutable(Mutability.IMMUTABLE),
                                string("type", "User or Group.")
                                        .suggesting("User", "Group")
                                        .mutable(Mutability.IMMUTABLE),
                                string("display", "The member's name.").readOnly())));
    }

    private static Schema mailroomGroup() {
        return new Schema(
                MAILROOM_GROUP,
                "Mailroom Group",
                "What makes a group a list that people write to.",
                List.of(
                        string("address", "Its address; made from the title unless said.").unique(),
                        string("kind", "What kind of group it is.")
                                .suggesting("class", "cohort", "team", "support-group", "tier"),
                        string("replyMode", "Whom a reply goes to.")
                                .only("announce", "reply-to-owner", "all"),
                        string("history", "What somebody who joins sees of the past.")
                                .only("from-join", "full"),
                        string("expression", "Who is a member by attributes; then none are listed.")
                                .exact(),
                        several(
                                "owners",
                                "Who owns it; they are members.",
                                string("value", "The person's id.").exact().mandatory(),
                                reference("$ref", "Where the person is.", "User").readOnly(),
                                bool("primary", "Whether it is the one who answers for it.")),
                        several(
                                        "moderators",
                                        "Who moderates it; they are members.",
                                        string("value", "The person's id.").exact().mandatory(),
                                        reference("$ref", "Where the person is.", "User")
                                                .readOnly())
                                .returned(Returned.REQUEST),
                        integer("memberCount", "How many members it has, where it is counted.")
                                .readOnly()
                                .returned(Returned.REQUEST)));
    }
}
