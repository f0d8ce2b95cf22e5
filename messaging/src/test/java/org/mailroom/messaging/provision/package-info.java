/** Tests of what is brought in from other systems. */
package org.mailroom.messaging.provision;
