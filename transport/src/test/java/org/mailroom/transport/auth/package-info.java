@NullMarked
package org.mailroom.transport.auth;

import org.jspecify.annotations.NullMarked;
