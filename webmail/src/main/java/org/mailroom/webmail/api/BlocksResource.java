package org.mailroom.webmail.api;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.safety.Block;
import org.mailroom.messaging.safety.Blocks;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.util.List;

/** Whom the caller has blocked. Always the caller's own: no path names another blocker. */
final class BlocksResource implements Resource {
    private static final String BLOCKS = ROOT + "/me/blocks";
    private static final String ONE = BLOCKS + "/{person}";
    private static final Access ACCESS = Access.scope(Scope.SELF);

    /** A block as its owner sees it. */
    record BlockJson(String person, String address, String since, String reason) {}

    /** Why; the owner's own words. */
    record BlockFields(@Nullable String reason) {}

    private final Blocks blocks;
    private final Acquaintance acquaintance;
    private final Named named;

    BlocksResource(Blocks blocks, Acquaintance acquaintance, Named named) {
        this.blocks = blocks;
        this.acquaintance = acquaintance;
        this.named = named;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(BLOCKS, ACCESS, this::list).query("after", "limit"),
                Route.put(ONE, ACCESS, this::block),
                Route.delete(ONE, ACCESS, this::unblock));
    }

    private Answer list(Call call) {
        Page.Place place = Page.place(call);
        List<Block> found = blocks.list(call.principal().account(), place.after(), place.oneMore());
        return Answer.ok(Page.of(place, found, b -> b.blocked().value(), this::shown));
    }

    private Answer block(Call call) {
        BlockFields wanted = call.body(BlockFields.class);
        Person blocked = acquaintance.of(call.principal().account(), call.path("person"));
        Block made =
                blocks.block(
                        call.principal().account(),
                        blocked.id(),
                        wanted.reason() == null ? "" : wanted.reason(),
                        call.actor());
        return Answer.ok(shown(made));
    }

    private Answer unblock(Call call) {
        boolean was =
                named.findPerson(call.path("person"))
                        .map(p -> blocks.unblock(call.principal().account(), p.id(), call.actor()))
                        .orElse(false);
        if (!was) {
            throw Problem.nothing("block").thrown();
        }
        return Answer.none();
    }

    private BlockJson shown(Block b) {
        return new BlockJson(
                b.blocked().toString(),
                named.address(b.blocked()),
                Moments.text(b.since()),
                b.reason());
    }
}
