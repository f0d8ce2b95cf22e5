package org.mailroom.server.command;

/** A command that works on the data directory; a running server is asked to run it. */
interface StoreCommand {
    SettingsOptions options();
}
