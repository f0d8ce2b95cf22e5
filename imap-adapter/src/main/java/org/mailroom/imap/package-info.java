@NullMarked
package org.mailroom.imap;

import org.jspecify.annotations.NullMarked;
