@NullMarked
package org.mailroom.imap.parser;

import org.jspecify.annotations.NullMarked;
