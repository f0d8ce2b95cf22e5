/** Tests of filters and paths. */
package org.mailroom.webmail.scim.filter;
