package org.mailroom.imap.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Anything a client can ask. RFC 9051 §6. */
public sealed interface Command
        permits Command.Capability,
                Command.Noop,
                Command.Logout,
                Command.Id,
                Command.StartTls,
                Command.Login,
                Authenticate,
                Command.Enable,
                Command.Namespace,
                Command.Idle,
                Select,
                Create,
                Command.Delete,
                Command.Rename,
                Command.Subscribe,
                Command.Unsubscribe,
                ListCommand,
                Command.Lsub,
                Command.Status,
                Append,
                Command.Check,
                Command.Close,
                Command.Unselect,
                Command.Expunge,
                Search,
                Fetch,
                Store,
                Command.Copy,
                Command.Move,
                Acl {

    Tag tag();

    State requiredState();

    /** CAPABILITY. RFC 9051 §6.1.1. */
    record Capability(Tag tag) implements Command {
        @Override
        public State requiredState() {
            return State.ANY;
        }
    }

    /** NOOP. RFC 9051 §6.1.2. */
    record Noop(Tag tag) implements Command {
        @Override
        public State requiredState() {
            return State.ANY;
        }
    }

    /** LOGOUT. RFC 9051 §6.1.3. */
    record Logout(Tag tag) implements Command {
        @Override
        public State requiredState() {
            return State.ANY;
        }
    }

    /** ID; fields the client gave as NIL are left out. RFC 2971 §3.1. */
    record Id(Tag tag, Map<String, String> fields) implements Command {
        public Id {
            fields = Map.copyOf(fields);
        }

        @Override
        public State requiredState() {
            return State.ANY;
        }
    }

    /** STARTTLS. RFC 9051 §6.2.1. */
    record StartTls(Tag tag) implements Command {
        @Override
        public State requiredState() {
            return State.NOT_AUTHENTICATED;
        }
    }

    /** LOGIN. RFC 9051 §6.2.3. */
    record Login(Tag tag, String user, String password) implements Command {
        @Override
        public State requiredState() {
            return State.NOT_AUTHENTICATED;
        }

        /** Without the password: commands are logged. */
        @Override
        public String toString() {
            return "Login[tag=" + tag + ", user=" + user + "]";
        }
    }

    /** ENABLE, capability names in upper case. RFC 9051 §6.3.1. */
    record Enable(Tag tag, List<String> capabilities) implements Command {
        public Enable {
            capabilities = List.copyOf(capabilities);
        }

        @Override
        public State requiredState() {
            return State.AUTHENTICATED;
        }
    }

    /** NAMESPACE. RFC 9051 §6.3.10. */
    record Namespace(Tag tag) implements Command {
        @Override
        public State requiredState() {
            return State.AUTHENTICATED;
        }
    }

    /** IDLE; the session waits for the DONE line itself. RFC 9051 §6.3.13. */
    record Idle(Tag tag) implements Command {
        @Override
        public State requiredState() {
            return State.AUTHENTICATED;
        }
    }

    /** DELETE. RFC 9051 §6.3.5. */
    record Delete(Tag tag, MailboxName mailbox) implements Command {
        @Override
        public State requiredState() {
            return State.AUTHENTICATED;
        }
    }

    /** RENAME. RFC 9051 §6.3.6. */
    record Rename(Tag tag, MailboxName from, MailboxName to) implements Command {
        @Override
        public State requiredState() {
            return State.AUTHENTICATED;
        }
    }

    /** SUBSCRIBE. RFC 9051 §6.3.7. */
    record Subscribe(Tag tag, MailboxName mailbox) implements Command {
        @Override
        public State requiredState() {
            return State.AUTHENTICATED;
        }
    }

    /** UNSUBSCRIBE. RFC 9051 §6.3.8. */
    record Unsubscribe(Tag tag, MailboxName mailbox) implements Command {
        @Override
        public State requiredState() {
            return State.AUTHENTICATED;
        }
    }

    /** LSUB. RFC 3501 §6.3.9. */
    record Lsub(Tag tag, ListPattern pattern) implements Command {
        @Override
        public State requiredState() {
            return State.AUTHENTICATED;
        }
    }

    /** STATUS. RFC 9051 §6.3.11. */
    record Status(Tag tag, MailboxName mailbox, Set<StatusItem> items) implements Command {
        public Status {
            items = Set.copyOf(items);
        }

        @Override
        public State requiredState() {
            return State.AUTHENTICATED;
        }
    }

    /** CHECK. RFC 3501 §6.4.1. */
    record Check(Tag tag) implements Command {
        @Override
        public State requiredState() {
            return State.SELECTED;
        }
    }

    /** CLOSE. RFC 9051 §6.4.1. */
    record Close(Tag tag) implements Command {
        @Override
        public State requiredState() {
            return State.SELECTED;
        }
    }

    /** UNSELECT. RFC 9051 §6.4.2. */
    record Unselect(Tag tag) implements Command {
        @Override
        public State requiredState() {
            return State.SELECTED;
        }
    }

    /** EXPUNGE, and UID EXPUNGE when UIDs are given. RFC 9051 §6.4.3, §6.4.9. */
    record Expunge(Tag tag, Optional<SequenceSet> uids) implements Command {
        @Override
        public State requiredState() {
            return State.SELECTED;
        }
    }

    /** COPY and UID COPY. RFC 9051 §6.4.7. */
    record Copy(Tag tag, Numbering numbering, SequenceSet messages, MailboxName target)
            implements Command {
        @Override
        public State requiredState() {
            return State.SELECTED;
        }
    }

    /** MOVE and UID MOVE. RFC 9051 §6.4.8. */
    record Move(Tag tag, Numbering numbering, SequenceSet messages, MailboxName target)
            implements Command {
        @Override
        public State requiredState() {
            return State.SELECTED;
        }
    }
}
