/**
 * What is measured: one class a {@link org.mailroom.bench.scenario.Scenario}, all listed in {@link
 * org.mailroom.bench.scenario.Scenarios}. A scenario fills mailboxes itself, runs against any
 * {@link org.mailroom.bench.scenario.Target}, and hands its figures to a {@link
 * org.mailroom.bench.scenario.Sink}. Imports client.
 */
@NullMarked
package org.mailroom.bench.scenario;

import org.jspecify.annotations.NullMarked;
