package org.mailroom.mailstore.rows;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Every {@link Extension} on the class path. */
public record Extensions(List<Extension> all) {
    public Extensions {
        all = List.copyOf(all);
    }

    public static Extensions found() {
        return new Extensions(
                ServiceLoader.load(Extension.class, Extension.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }

    Stream<Class<?>> rows() {
        return all.stream().flatMap(e -> e.rows().stream());
    }

    public List<Extension.Belonging> belonging() {
        return all.stream().flatMap(e -> e.belonging().stream()).toList();
    }

    /** Of the rows of one table. */
    public List<Extension.Belonging> belonging(String parent) {
        return belonging().stream().filter(b -> b.parent().equals(parent)).toList();
    }
}
