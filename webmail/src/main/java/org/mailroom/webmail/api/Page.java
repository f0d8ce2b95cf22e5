package org.mailroom.webmail.api;

import org.jspecify.annotations.Nullable;
import org.mailroom.webmail.http.Call;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Part of a list.
 *
 * @param next what {@code after} has to be for the following part; absent at the end
 */
record Page<T>(List<T> items, @Nullable String next) {
    private static final int DEFAULT = 50;
    private static final int MOST = 200;
    private static final int RADIX = 36;

    /** Where a client is in a list: behind {@code after}, and how much it wants. */
    record Place(long after, int limit) {
        /** What the list has to be asked for, so that it shows whether there is more. */
        int oneMore() {
            return limit + 1;
        }
    }

    /** Reads {@code after} and {@code limit}. */
    static Place place(Call call) {
        long after = call.query("after").map(Page::cursor).orElse(0L);
        int limit = call.query("limit").map(Page::limit).orElse(DEFAULT);
        return new Place(after, limit);
    }

    private static long cursor(String text) {
        try {
            long cursor = Long.parseLong(text, RADIX);
            if (cursor > 0) {
                return cursor;
            }
        } catch (NumberFormatException e) {
            // The same answer as to a number that cannot be one of ours.
        }
        throw Call.wrong("after", "comes from next of the part before, as it stands");
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // The same answer as to a number out of bounds.
        }
        throw Call.wrong("limit", "is a number from 1 to " + MOST);
    }

    /**
     * @param found up to {@link Place#oneMore}, in order
     * @param key the place of an item in the list
     */
    static <R, T> Page<T> of(
            Place place, List<R> found, ToLongFunction<R> key, Function<R, T> shown) {
        return of(place, found, key, r -> true, shown);
    }

    /**
     * The same without those that are not {@code wanted}: the part is shorter for it, and {@code
     * next} still leads on.
     */
    static <R, T> Page<T> of(
            Place place,
            List<R> found,
            ToLongFunction<R> key,
            Predicate<R> wanted,
            Function<R, T> shown) {
        boolean more = found.size() > place.limit();
        List<R> part = more ? found.subList(0, place.limit()) : found;
        String next = more ? Long.toString(key.applyAsLong(part.getLast()), RADIX) : null;
        return new Page<>(part.stream().filter(wanted).map(shown).toList(), next);
    }
}
