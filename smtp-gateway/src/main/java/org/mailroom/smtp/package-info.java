@NullMarked
package org.mailroom.smtp;

import org.jspecify.annotations.NullMarked;
