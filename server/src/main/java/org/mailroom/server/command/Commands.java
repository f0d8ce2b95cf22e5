package org.mailroom.server.command;

import org.mailroom.server.console.Terminal;

import picocli.CommandLine;

import java.lang.reflect.Constructor;

/** Makes picocli's command objects, handing the terminal to those that ask for it. */
final class Commands implements CommandLine.IFactory {
    private final Terminal terminal;

    Commands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        try {
            Constructor<K> constructor = type.getDeclaredConstructor(Terminal.class);
            constructor.setAccessible(true);
            return constructor.newInstance(terminal);
        } catch (NoSuchMethodException e) {
            return CommandLine.defaultFactory().create(type);
        }
    }
}
