/**
 * The organisation that {@code serve --demo} makes. Start at {@link org.mailroom.server.demo.Demo}.
 */
@NullMarked
package org.mailroom.server.demo;

import org.jspecify.annotations.NullMarked;
