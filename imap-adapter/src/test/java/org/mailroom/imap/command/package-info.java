@NullMarked
package org.mailroom.imap.command;

import org.jspecify.annotations.NullMarked;
