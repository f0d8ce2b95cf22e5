@NullMarked
package org.mailroom.imap.response;

import org.jspecify.annotations.NullMarked;
