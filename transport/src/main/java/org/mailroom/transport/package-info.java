@NullMarked
package org.mailroom.transport;

import org.jspecify.annotations.NullMarked;
