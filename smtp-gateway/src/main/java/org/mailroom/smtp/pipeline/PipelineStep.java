package org.mailroom.smtp.pipeline;

import java.util.Map;

/**
 * One pair of the pipeline.
 *
 * @param matcher which recipients: a name and, behind {@code =}, its condition, as {@code
 *     RecipientIs=staff@example.org}. Ours: All, SenderIs, RecipientIs, SizeGreaterThan, HasHeader;
 *     others by their full class name.
 * @param mailet what is done with the mail for these. Ours: AddHeader, CopyTo, Redirect, MoveTo,
 *     Refuse, Log; others by their full class name.
 * @param parameters of the mailet
 */
public record PipelineStep(String matcher, String mailet, Map<String, String> parameters) {
    public PipelineStep {
        parameters = Map.copyOf(parameters);
        if (matcher.isBlank() || mailet.isBlank()) {
            throw new IllegalArgumentException("a step of the pipeline has no matcher or mailet");
        }
    }
}
