package org.mailroom.mailstore.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** A view against a plain list that is changed in the same way. */
class MailboxViewTest {
    private final KeywordSets keywords = new KeywordSets();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void equalsAPlainListUnderRandomChanges(long seed) {
        var random = new Random(seed);
        MailboxView view = new MailboxView.Builder().build(mailbox(0), keywords);
        var model = new TreeMap<Long, MessageRow>();
        long modseq = 1;
        long nextUid = 1;
        MailboxView before = view;
        var modelBefore = new TreeMap<>(model);
        for (int step = 0; step < 300; step++) {
            modseq++;
            switch (random.nextInt(3)) {
                case 0 -> {
                    var rows = new ArrayList<MessageRow>();
                    for (int i = random.nextInt(700); i >= 0; i--) {
                        nextUid += random.nextInt(3);
                        var row =
                                new MessageRow(nextUid++, 0, 0, modseq, random.nextInt(9), 7, 8, 9);
                        rows.add(row);
                        model.put(row.uid(), row);
                    }
                    view = view.withAppended(mailbox(modseq), rows);
                }
                case 1 -> {
                    int[] some = some(random, view);
                    byte[] flags = new byte[some.length];
                    Arrays.fill(flags, (byte) random.nextInt(32));
                    view =
                            view.withFlags(
                                    mailbox(modseq), some, flags, new int[some.length], modseq);
                    for (int i : some) {
                        MessageRow r = view.row(i);
                        MessageRow old = model.get(r.uid());
                        model.put(
                                r.uid(),
                                new MessageRow(
                                        old.uid(),
                                        flags.length == 0 ? 0 : flags[0],
                                        0,
                                        modseq,
                                        old.size(),
                                        7,
                                        8,
                                        9));
                    }
                }
                default -> {
                    int[] some = some(random, view);
                    for (int i : some) {
                        model.remove(view.uid(i));
                    }
                    view = view.without(mailbox(modseq), some);
                }
            }
            same(view, model);
            if (random.nextInt(5) == 0) {
                sameChanges(before.changesTo(view), modelBefore, model);
                before = view;
                modelBefore = new TreeMap<>(model);
            }
        }
    }

    private static int[] some(Random random, MailboxView view) {
        int density = 1 + random.nextInt(50);
        return random
                .ints(view.size(), 0, density)
                .limit(view.size())
                .boxed()
                .collect(
                        java.util.stream.Collectors.teeing(
                                java.util.stream.Collectors.toList(),
                                java.util.stream.Collectors.counting(),
                                (list, n) -> {
                                    var chosen = new ArrayList<Integer>();
                                    for (int i = 0; i < n; i++) {
                                        if (list.get(i) == 0) {
                                            chosen.add(i);
                                        }
                                    }
                                    return chosen;
                                }))
                .stream()
                .mapToInt(i -> i)
                .toArray();
    }

    private static void same(MailboxView view, TreeMap<Long, MessageRow> model) {
        assertThat(view.size()).isEqualTo(model.size());
        var rows = new ArrayList<MessageRow>();
        for (int i = 0; i < view.size(); i++) {
            rows.add(view.row(i));
            assertThat(view.indexOf(view.uid(i))).isEqualTo(i);
        }
        assertThat(rows).isEqualTo(List.copyOf(model.values()));
        if (!model.isEmpty()) {
            long last = model.lastKey();
            assertThat(view.indexOf(last + 1)).isEqualTo(-view.size() - 1);
            assertThat(view.ceiling(1)).isZero();
        }
    }

    private static void sameChanges(
            ViewChanges changes,
            TreeMap<Long, MessageRow> before,
            TreeMap<Long, MessageRow> after) {
        var old = List.copyOf(before.keySet());
        var now = List.copyOf(after.keySet());
        var gone = new ArrayList<Integer>();
        for (int i = 0; i < old.size(); i++) {
            if (!after.containsKey(old.get(i))) {
                gone.add(i);
            }
        }
        var changed = new ArrayList<Integer>();
        int added = 0;
        for (int i = 0; i < now.size(); i++) {
            MessageRow was = before.get(now.get(i));
            if (was == null) {
                added++;
            } else if (was.modseq() < after.get(now.get(i)).modseq()) {
                changed.add(i);
            }
        }
        assertThat(Arrays.stream(changes.goneIndexes()).boxed().toList()).isEqualTo(gone);
        assertThat(Arrays.stream(changes.changedIndexes()).boxed().toList()).isEqualTo(changed);
        assertThat(changes.added()).isEqualTo(added);
    }

    private static Mailbox mailbox(long modseq) {
        return new Mailbox(
                new MailboxId(1), MailboxName.INBOX, Optional.empty(), 1, 1, 1, 0, 0, 0, 0, modseq);
    }
}
