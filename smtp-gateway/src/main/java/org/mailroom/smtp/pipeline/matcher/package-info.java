/**
 * Matchers, named in {@link org.mailroom.smtp.pipeline.PipelineStep} by their simple name. Imports
 * nothing of ours.
 */
@NullMarked
package org.mailroom.smtp.pipeline.matcher;

import org.jspecify.annotations.NullMarked;
