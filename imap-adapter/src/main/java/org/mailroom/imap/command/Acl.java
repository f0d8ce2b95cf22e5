package org.mailroom.imap.command;

/** The commands that ask about rights or would change them. RFC 4314 §3. */
public sealed interface Acl extends Command {
    MailboxName mailbox();

    @Override
    default State requiredState() {
        return State.AUTHENTICATED;
    }

    /**
     * SETACL. RFC 4314 §3.1.
     *
     * @param rights with {@code +} or {@code -} in front if they are added or taken away
     */
    record Set(Tag tag, MailboxName mailbox, String identifier, String rights) implements Acl {}

    /** DELETEACL. RFC 4314 §3.2. */
    record Delete(Tag tag, MailboxName mailbox, String identifier) implements Acl {}

    /** GETACL. RFC 4314 §3.3. */
    record Show(Tag tag, MailboxName mailbox) implements Acl {}

    /** LISTRIGHTS. RFC 4314 §3.4. */
    record Possible(Tag tag, MailboxName mailbox, String identifier) implements Acl {}

    /** MYRIGHTS. RFC 4314 §3.5. */
    record Mine(Tag tag, MailboxName mailbox) implements Acl {}
}
