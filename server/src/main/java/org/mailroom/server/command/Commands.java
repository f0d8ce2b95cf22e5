package org.mailroom.server.command;

import org.mailroom.server.console.Terminal;

import picocli.CommandLine;

import java.lang.reflect.Constructor;

/** Makes picocli's command objects, handing each what its constructor asks for. */
final class Commands implements CommandLine.IFactory {
    private final Terminal terminal;
    private final Stores stores;

    Commands(Terminal terminal, Stores stores) {
        this.terminal = terminal;
        this.stores = stores;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            Class<?>[] asked = constructor.getParameterTypes();
            constructor.setAccessible(true);
            if (asked.length == 1 && asked[0] == Terminal.class) {
                return type.cast(constructor.newInstance(terminal));
            } else if (asked.length == 2 && asked[1] == Stores.class) {
                return type.cast(constructor.newInstance(terminal, stores));
            } else if (asked.length == 0 && type.getEnclosingClass() == null) {
                return type.cast(constructor.newInstance());
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
