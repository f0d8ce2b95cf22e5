@NullMarked
package org.mailroom.webmail;

import org.jspecify.annotations.NullMarked;
