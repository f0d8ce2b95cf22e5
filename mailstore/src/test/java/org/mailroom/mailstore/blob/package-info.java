@NullMarked
package org.mailroom.mailstore.blob;

import org.jspecify.annotations.NullMarked;
