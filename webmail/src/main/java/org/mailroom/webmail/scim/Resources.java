package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.webmail.scim.filter.Filter;
import org.mailroom.webmail.scim.schema.Projection;
import org.mailroom.webmail.scim.schema.ResourceType;
import org.mailroom.webmail.scim.schema.ScimError;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What can be done with resources of one type. All throw {@link ScimError} to say no. */
interface Resources {
    ResourceType type();

    /** The resource, or 404. */
    Shown read(AccountId id, Projection projection, Request request);

    Shown create(JsonNode body, Request request);

    Shown replace(AccountId id, JsonNode body, Precondition precondition, Request request);

    Shown patch(AccountId id, JsonNode body, Precondition precondition, Request request);

    void delete(AccountId id, Precondition precondition, Request request);

    /** How many there are. */
    long count();

    /** Some of them in order of id. */
    List<AccountId> page(long offset, int limit);

    /**
     * Those that can fulfil a filter, where an index tells; more may be in it than fulfil it. Empty
     * if all have to be looked at.
     */
    Optional<List<AccountId>> candidates(Filter filter);

    /** One as it is filtered, if it is there; see {@link #each}. */
    Optional<ObjectNode> filtered(AccountId id, Filter filter, Request request);

    /** All of them, one by one, with as much as the filter asks for. */
    void each(Filter filter, Request request, BiConsumer<AccountId, ObjectNode> consumer);
}
