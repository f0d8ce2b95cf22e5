@NullMarked
package org.mailroom.transport.address;

import org.jspecify.annotations.NullMarked;
