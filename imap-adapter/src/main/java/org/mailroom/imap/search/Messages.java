package org.mailroom.imap.search;

import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Content;
import org.mailroom.mailstore.mail.Email;
import org.mailroom.mailstore.mime.ByteSource;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where what a view does not hold is read. */
public interface Messages {
    /** Emails in the order asked; those that are gone are left out. */
    List<Email> emails(long[] emailIds);

    /**
     * Told before the contents of these are opened, most of them: what can be looked up at once.
     */
    void locate(long[] emailIds);

    /** The bytes of one; EXPUNGED if it is gone. */
    OpenMessage open(long emailId);

    /** Bytes that are let go of when they have been looked at. */
    interface OpenMessage extends ByteSource, AutoCloseable {
        @Override
        void close();
    }

    /** Those of an account. */
    static Messages of(AccountMail mail) {
        return new Messages() {
            @Override
            public List<Email> emails(long[] emailIds) {
                return mail.emails(emailIds);
            }

            @Override
            public void locate(long[] emailIds) {
                mail.locate(emailIds);
            }

            @Override
            public OpenMessage open(long emailId) {
                Content content = mail.content(emailId);
                return new OpenMessage() {
                    @Override
                    public InputStream range(long offset, long length) throws IOException {
                        return content.range(offset, length);
                    }

                    @Override
                    public void close() {
                        content.close();
                    }
                };
            }
        };
    }
}
