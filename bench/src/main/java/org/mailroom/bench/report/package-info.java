/**
 * From rounds to the page: {@link org.mailroom.bench.report.Rounds} runs scenarios on servers in
 * turn, {@link org.mailroom.bench.report.Samples} keeps every single figure, {@link
 * org.mailroom.bench.report.Page} makes docs/performance.md of them. Imports peer and scenario.
 */
@NullMarked
package org.mailroom.bench.report;

import org.jspecify.annotations.NullMarked;
