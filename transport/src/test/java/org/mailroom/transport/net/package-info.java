@NullMarked
package org.mailroom.transport.net;

import org.jspecify.annotations.NullMarked;
