@NullMarked
package org.mailroom.bench;

import org.jspecify.annotations.NullMarked;
