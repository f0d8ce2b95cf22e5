package org.mailroom.imap.session;

import org.mailroom.imap.command.Acl;
import org.mailroom.imap.command.Append;
import org.mailroom.imap.command.Authenticate;
import org.mailroom.imap.command.Command;
import org.mailroom.imap.command.Create;
import org.mailroom.imap.command.Fetch;
import org.mailroom.imap.command.ListCommand;
import org.mailroom.imap.command.Search;
import org.mailroom.imap.command.Select;
import org.mailroom.imap.command.Store;

import java.io.IOException;

/** From each command to its handler. Handlers keep nothing: these serve all sessions. */
final class Commands {
    private final CapabilityHandler capability = new CapabilityHandler();
    private final IdHandler id = new IdHandler();
    private final StartTlsHandler startTls = new StartTlsHandler();
    private final LoginHandler login = new LoginHandler();
    private final AuthenticateHandler authenticate = new AuthenticateHandler();
    private final EnableHandler enable = new EnableHandler();
    private final NamespaceHandler namespace = new NamespaceHandler();
    private final IdleHandler idle = new IdleHandler();
    private final SelectHandler select = new SelectHandler();
    private final CreateHandler create = new CreateHandler();
    private final DeleteHandler delete = new DeleteHandler();
    private final RenameHandler rename = new RenameHandler();
    private final SubscribeHandler subscribe = new SubscribeHandler();
    private final ListHandler list = new ListHandler();
    private final LsubHandler lsub = new LsubHandler();
    private final StatusHandler status = new StatusHandler();
    private final AppendHandler append = new AppendHandler();
    private final CloseHandler close = new CloseHandler();
    private final ExpungeHandler expunge = new ExpungeHandler();
    private final SearchHandler search = new SearchHandler();
    private final FetchHandler fetch = new FetchHandler();
    private final StoreHandler store = new StoreHandler();
    private final CopyHandler copy = new CopyHandler();
    private final AclHandler acl = new AclHandler();

    Reply handle(Command command, Session session) throws IOException {
        return switch (command) {
            case Command.Capability c -> capability.handle(session);
            case Command.Noop c -> Reply.ok("NOOP completed");
            case Command.Logout c -> logout(session);
            case Command.Id c -> id.handle(c, session);
            case Command.StartTls c -> startTls.handle(c, session);
            case Command.Login c -> login.handle(c, session);
            case Authenticate c -> authenticate.handle(c, session);
            case Command.Enable c -> enable.handle(c, session);
            case Command.Namespace c -> namespace.handle(session);
            case Command.Idle c -> idle.handle(session);
            case Select c -> select.handle(c, session);
            case Create c -> create.handle(c, session);
            case Command.Delete c -> delete.handle(c, session);
            case Command.Rename c -> rename.handle(c, session);
            case Command.Subscribe c -> subscribe.subscribe(c, session);
            case Command.Unsubscribe c -> subscribe.unsubscribe(c, session);
            case ListCommand c -> list.handle(c, session);
            case Command.Lsub c -> lsub.handle(c, session);
            case Command.Status c -> status.handle(c, session);
            case Append c -> append.handle(c, session);
            case Command.Check c -> Reply.ok("CHECK completed");
            case Command.Close c -> close.close(session);
            case Command.Unselect c -> close.unselect(session);
            case Command.Expunge c -> expunge.handle(c, session);
            case Search c -> search.handle(c, session);
            case Fetch c -> fetch.handle(c, session);
            case Store c -> store.handle(c, session);
            case Command.Copy c -> copy.copy(c, session);
            case Command.Move c -> copy.move(c, session);
            case Acl c -> acl.handle(c, session);
        };
    }

    /** RFC 9051 §6.1.3. */
    private static Reply logout(Session session) throws IOException {
        session.writer().bye("Logging out");
        return Reply.ok("LOGOUT completed").thenClose();
    }
}
