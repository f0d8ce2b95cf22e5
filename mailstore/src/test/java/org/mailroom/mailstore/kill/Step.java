package org.mailroom.mailstore.kill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One change that the load makes, as a line of text: first announced with {@code try}, then, when
 * it was acknowledged, repeated with {@code ack}.
 *
 * @param kind deliver, append, store, copy, move, expunge, create, rename, delete
 * @param accounts which accounts of the group, by number
 * @param mailbox the mailbox it is about
 * @param target the other mailbox, or nothing
 * @param token subject of a new message, or flags to set
 * @param uids messages it is about
 */
record Step(
        String kind,
        List<Integer> accounts,
        String mailbox,
        String target,
        String token,
        long[] uids) {

    String line() {
        return String.join(
                "\t",
                kind,
                accounts.stream().map(String::valueOf).collect(Collectors.joining(",")),
                mailbox,
                target,
                token,
                Arrays.stream(uids).mapToObj(Long::toString).collect(Collectors.joining(",")));
    }

    static Step parse(String line) {
        String[] f = line.split("\t", -1);
        var accounts = new ArrayList<Integer>();
        for (String a : f[1].split(",")) {
            accounts.add(Integer.parseInt(a));
        }
        long[] uids =
                f[5].isEmpty()
                        ? new long[0]
                        : Arrays.stream(f[5].split(",")).mapToLong(Long::parseLong).toArray();
        return new Step(f[0], accounts, f[2], f[3], f[4], uids);
    }
}
