@NullMarked
package org.mailroom.messaging;

import org.jspecify.annotations.NullMarked;
