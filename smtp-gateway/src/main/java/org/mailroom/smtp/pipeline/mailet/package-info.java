/**
 * Mailets, named in {@link org.mailroom.smtp.pipeline.PipelineStep} by their simple name. They
 * leave what they want as attributes of the mail, which {@link org.mailroom.smtp.pipeline.Pipeline}
 * carries out. Imports: mailstore.refusal, mailstore.mime, mailstore.mailbox.
 */
@NullMarked
package org.mailroom.smtp.pipeline.mailet;

import org.jspecify.annotations.NullMarked;
