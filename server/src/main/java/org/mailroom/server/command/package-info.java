/**
 * The command line, one class per command. Start at {@link
 * org.mailroom.server.command.MailroomCommand}. A command that needs the store gets it from {@link
 * org.mailroom.server.command.Context}: inside a running server its own, otherwise one opened for
 * the command.
 */
@NullMarked
package org.mailroom.server.command;

import org.jspecify.annotations.NullMarked;
