package org.mailroom.imap.search;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** A search key made ready for one view. */
sealed interface Condition {
    /** What it takes to decide, cheapest first. */
    enum Cost {
        VIEW,
        SUMMARY,
        CONTENT
    }

    /** What the view alone can say. */
    enum Verdict {
        NO,
        UNKNOWN,
        YES
    }

    Cost cost();

    /** Of the message at an index of the view. */
    Verdict atFirst(int index);

    /** Of a message at hand: never unknown. */
    boolean holds(Candidate message) throws IOException;

    /** Decided by the view. */
    record InView(IntPredicate test) implements Condition {
        @Override
        public Cost cost() {
            return Cost.VIEW;
        }

        @Override
        public Verdict atFirst(int index) {
            return test.test(index) ? Verdict.YES : Verdict.NO;
        }

        @Override
        public boolean holds(Candidate message) {
            return test.test(message.index());
        }
    }

    /** A question to a message at hand. */
    interface Question {
        boolean ask(Candidate message) throws IOException;
    }

    /** Decided by the message. */
    record InMessage(Cost cost, Question question) implements Condition {
        @Override
        public Verdict atFirst(int index) {
            return Verdict.UNKNOWN;
        }

        @Override
        public boolean holds(Candidate message) throws IOException {
            return question.ask(message);
        }
    }

    record Not(Condition condition) implements Condition {
        @Override
        public Cost cost() {
            return condition.cost();
        }

        @Override
        public Verdict atFirst(int index) {
            return switch (condition.atFirst(index)) {
                case YES -> Verdict.NO;
                case NO -> Verdict.YES;
                case UNKNOWN -> Verdict.UNKNOWN;
            };
        }

        @Override
        public boolean holds(Candidate message) throws IOException {
            return !condition.holds(message);
        }
    }

    /** All of them, or any of them; the cheapest are asked first. */
    record Combined(List<Condition> conditions, boolean all, Cost cost) implements Condition {
        static Condition of(List<Condition> conditions, boolean all) {
            List<Condition> sorted =
                    conditions.stream().sorted(Comparator.comparing(Condition::cost)).toList();
            return sorted.size() == 1
                    ? sorted.getFirst()
                    : new Combined(sorted, all, sorted.getLast().cost());
        }

        @Override
        public Verdict atFirst(int index) {
            Verdict settles = all ? Verdict.NO : Verdict.YES;
            Verdict sum = all ? Verdict.YES : Verdict.NO;
            for (Condition condition : conditions) {
                Verdict one = condition.atFirst(index);
                if (one == settles) {
                    return settles;
                }
                if (one == Verdict.UNKNOWN) {
                    sum = Verdict.UNKNOWN;
                }
            }
            return sum;
        }

        @Override
        public boolean holds(Candidate message) throws IOException {
            for (Condition condition : conditions) {
                if (condition.holds(message) != all) {
                    return !all;
                }
            }
            return all;
        }
    }
}
