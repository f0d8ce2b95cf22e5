package org.mailroom.bench.scenario;

import java.util.List;
import java.util.stream.IntStream;

/** The accounts that a server was given for the bench, all with one password. */
public record Users(List<String> addresses, String password) {
    public Users {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no users");
        }
        addresses = List.copyOf(addresses);
    }

    /** u0@domain, u1@domain, … */
    public static Users numbered(int count, String domain, String password) {
        return new Users(
                IntStream.range(0, count).mapToObj(i -> "u" + i + "@" + domain).toList(), password);
    }

    /** The address at an index; indexes past the end begin again. */
    public String at(int index) {
        return addresses.get(index % addresses.size());
    }
}
