/** Dialogues with a real server, one file a command, and what needs code to be tested. */
@NullMarked
package org.mailroom.imap.session;

import org.jspecify.annotations.NullMarked;
