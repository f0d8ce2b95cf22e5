@NullMarked
package org.mailroom.transport.tls;

import org.jspecify.annotations.NullMarked;
