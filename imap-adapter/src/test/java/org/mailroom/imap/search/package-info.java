@NullMarked
package org.mailroom.imap.search;

import org.jspecify.annotations.NullMarked;
