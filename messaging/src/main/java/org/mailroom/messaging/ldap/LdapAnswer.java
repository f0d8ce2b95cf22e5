package org.mailroom.messaging.ldap;

/** What the directory says of a password. */
public enum LdapAnswer {
    RIGHT,
    /** Also: nobody there has this name, or more than one has. */
    WRONG,
    /** It cannot be reached, or does not answer in time. */
    UNAVAILABLE
}
