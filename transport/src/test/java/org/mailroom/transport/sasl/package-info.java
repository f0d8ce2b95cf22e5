@NullMarked
package org.mailroom.transport.sasl;

import org.jspecify.annotations.NullMarked;
