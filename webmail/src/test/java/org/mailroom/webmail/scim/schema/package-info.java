/** Tests of what is done with resources by their schemas. */
package org.mailroom.webmail.scim.schema;
