package org.mailroom.mailstore.rows;

import org.hibernate.StatelessSession;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Numbers for new rows, taken from database sequences a block at a time. They are needed before the
 * row is written, because sealed columns are bound to them. Gaps are normal; none is handed out
 * twice, by any process.
 */
public final class Ids {
    /** What is numbered; its sequence and the block that one step of the sequence stands for. */
    public enum Of {
        ACCOUNT("account_seq", 10),
        MAILBOX("mailbox_seq", 50),
        EMAIL("email_seq", 1000),
        BLOB("blob_seq", 1000),
        AUDIT("audit_seq", 50),
        /** Rows of other modules: see {@link Extension}. */
        OBJECT("object_seq", 100);

        private final String sequence;
        private final int block;

        Of(String sequence, int block) {
            this.sequence = sequence;
            this.block = block;
        }

        /** The sequence's name. */
        public String sequence() {
            return sequence;
        }
    }

    private static final class Block {
        long next;
        long end;
    }

    private final boolean embedded;
    private final Map<Of, Block> blocks = new EnumMap<>(Of.class);

    Ids(boolean embedded) {
        this.embedded = embedded;
        for (Of of : Of.values()) {
            blocks.put(of, new Block());
        }
    }

    /** The next number, fetched with the caller's session when a block is used up. */
    public long next(StatelessSession session, Of of) {
        Block block = Objects.requireNonNull(blocks.get(of));
        synchronized (block) {
            if (block.next == block.end) {
                block.next = step(session, of);
                block.end = block.next + of.block;
            }
            return block.next++;
        }
    }

    /**
     * Takes a step of the sequence and leaves its numbers unused: every number handed out so far is
     * below the result.
     */
    public long above(StatelessSession session, Of of) {
        return step(session, of);
    }

    private long step(StatelessSession session, Of of) {
        String sql =
                embedded
                        ? "select next value for " + of.sequence
                        : "select nextval('" + of.sequence + "')";
        return session.createNativeQuery(sql, Long.class).getSingleResult();
    }

    /** Begins new blocks: the database has forgotten that the present ones were handed out. */
    void forget() {
        for (Block block : blocks.values()) {
            synchronized (block) {
                block.end = block.next;
            }
        }
    }
}
