package org.mailroom.smtp.pipeline;

import org.apache.james.server.core.MimeMessageSource;
import org.mailroom.mailstore.mail.Incoming;

import java.io.IOException;
import java.io.InputStream;

/**
 * A message in staging as James sees it: opened when a matcher or mailet asks for it, the header
 * alone when it asks for a field, and never copied to a file.
 */
final class StagedMessage implements MimeMessageSource {
    private final String id;
    private final Incoming content;

    StagedMessage(String id, Incoming content) {
        this.id = id;
        this.content = content;
    }

    @Override
    public String getSourceId() {
        return id;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return content.content().range(0, content.size());
    }

    @Override
    public long getMessageSize() {
        return content.size();
    }
}
