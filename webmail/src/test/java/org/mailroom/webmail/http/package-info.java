/** Tests of the router by itself. */
@NullMarked
package org.mailroom.webmail.http;

import org.jspecify.annotations.NullMarked;
