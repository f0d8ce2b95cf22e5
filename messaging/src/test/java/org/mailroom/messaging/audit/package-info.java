/** What the audit log promises. */
@NullMarked
package org.mailroom.messaging.audit;

import org.jspecify.annotations.NullMarked;
