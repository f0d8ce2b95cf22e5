package org.mailroom.messaging.group;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.people.Person;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who belongs to a group, in words:
 *
 * <pre>
 * role is student and attribute course in ("M 101", "M 102")
 * role in (patient, member) and not attribute consent is no
 * relation assigned from dr.gray@clinic.test        Dr Gray is assigned to the person
 * relation mentor to anyone                         the person is somebody's mentor
 * everyone
 * </pre>
 *
 * {@code and} binds before {@code or}, {@code not} before both; parentheses as usual. A name or
 * value with blanks stands in quotes. Values are compared without regard to case. Only people
 * belong, not services, and nobody who has left.
 */
public sealed interface Expression {
    /** What an expression is asked about. */
    interface Facts {
        Person person();

        /**
         * Whether the person has a relation at present.
         *
         * @param outward the person has the office; else the other has
         * @param other anybody, if empty
         */
        boolean related(String kind, boolean outward, Optional<AccountId> other);
    }

    boolean holds(Facts facts);

    /** Calls with this and everything within. */
    default void walk(Consumer<Expression> visitor) {
        visitor.accept(this);
    }

    /** Whether a relation can make a difference. */
    default boolean usesRelations() {
        var found = new boolean[1];
        walk(e -> found[0] |= e instanceof Related);
        return found[0];
    }

    /** Whose relations are spoken of. */
    default Set<AccountId> others() {
        var all = new HashSet<AccountId>();
        walk(
                e -> {
                    if (e instanceof Related(String kind, boolean out, Optional<AccountId> other)) {
                        other.ifPresent(all::add);
                    }
                });
        return all;
    }

    /** {@code everyone}. */
    record Everyone() implements Expression {
        @Override
        public boolean holds(Facts facts) {
            return true;
        }
    }

    /** {@code role is a}, {@code role in (a, b)}. */
    record HasRole(Set<String> names) implements Expression {
        public HasRole {
            names = Set.copyOf(names);
        }

        @Override
        public boolean holds(Facts facts) {
            return names.stream().anyMatch(facts.person()::has);
        }
    }

    /** {@code attribute name is value}, {@code in (…)}; without values: {@code exists}. */
    record HasAttribute(String name, Set<String> values) implements Expression {
        public HasAttribute {
            values = Set.copyOf(values);
        }

        @Override
        public boolean holds(Facts facts) {
            List<String> held = facts.person().attributes().getOrDefault(name, List.of());
            return values.isEmpty()
                    ? !held.isEmpty()
                    : held.stream().anyMatch(v -> values.contains(v.toLowerCase(Locale.ROOT)));
        }
    }

    /** {@code relation kind to …} (outward), {@code relation kind from …}. */
    record Related(String kind, boolean outward, Optional<AccountId> other) implements Expression {
        @Override
        public boolean holds(Facts facts) {
            return facts.related(kind, outward, other);
        }
    }

    /** {@code a and b}. */
    record And(Expression left, Expression right) implements Expression {
        @Override
        public boolean holds(Facts facts) {
            return left.holds(facts) && right.holds(facts);
        }

        @Override
        public void walk(Consumer<Expression> visitor) {
            left.walk(visitor);
            right.walk(visitor);
        }
    }

    /** {@code a or b}. */
    record Or(Expression left, Expression right) implements Expression {
        @Override
        public boolean holds(Facts facts) {
            return left.holds(facts) || right.holds(facts);
        }

        @Override
        public void walk(Consumer<Expression> visitor) {
            left.walk(visitor);
            right.walk(visitor);
        }
    }

    /** {@code not a}. */
    record Not(Expression inner) implements Expression {
        @Override
        public boolean holds(Facts facts) {
            return !inner.holds(facts);
        }

        @Override
        public void walk(Consumer<Expression> visitor) {
            inner.walk(visitor);
        }
    }
}
