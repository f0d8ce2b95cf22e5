package org.mailroom.imap.search;

import org.jspecify.annotations.Nullable;
import org.mailroom.imap.search.Messages.OpenMessage;
import org.mailroom.mailstore.mail.Email;
import org.mailroom.mailstore.mime.ByteSource;
import org.mailroom.mailstore.mime.MessageText;

import java.io.IOException;
import java.io.InputStream;

/** A message the view alone cannot decide on; its content is opened when a key first needs it. */
final class Candidate implements ByteSource, AutoCloseable {
    private final int index;
    private final Email email;
    private final Messages messages;
    private final MessageText text;
    private @Nullable OpenMessage open;

    Candidate(int index, Email email, Messages messages) {
        this.index = index;
        this.email = email;
        this.messages = messages;
        this.text = new MessageText(email.summary(), this);
    }

    int index() {
        return index;
    }

    Email email() {
        return email;
    }

    MessageText text() {
        return text;
    }

    @Override
    public InputStream range(long offset, long length) throws IOException {
        OpenMessage content = open;
        if (content == null) {
            content = messages.open(email.id());
            open = content;
        }
        return content.range(offset, length);
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
