package org.mailroom.webmail.scim;

import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Organisation;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Relations;
import org.mailroom.messaging.provision.Links;

import java.time.InstantSource;

/**
 * What SCIM provisions.
 *
 * @param domain of people and groups that come without an address
 */
public record ScimServices(
        Organisation organisation,
        Links links,
        Directory directory,
        String domain,
        ScimSettings settings,
        InstantSource clock) {

    People people() {
        return organisation.people();
    }

    Relations relations() {
        return organisation.relations();
    }

    Groups groups() {
        return organisation.groups();
    }
}
