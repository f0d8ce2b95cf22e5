@NullMarked
package org.mailroom.mailstore;

import org.jspecify.annotations.NullMarked;
