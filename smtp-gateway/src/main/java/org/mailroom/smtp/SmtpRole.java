package org.mailroom.smtp;

/** What a port is for. */
public enum SmtpRole {
    /** Systems of the platform, by their address; anybody who logs in. RFC 5321. */
    SMTP,
    /** People's mail clients, who log in first. RFC 6409. */
    SUBMISSION,
    /** A mail server in front of this one, answered for each recipient. RFC 2033. */
    LMTP
}
