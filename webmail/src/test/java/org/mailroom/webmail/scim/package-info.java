/** Tests of SCIM over HTTP, and with somebody else's client. */
package org.mailroom.webmail.scim;
