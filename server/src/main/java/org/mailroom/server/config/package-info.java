/**
 * Settings: from {@code mailroom.yaml}, environment and command line to records. Start at {@link
 * org.mailroom.server.config.Settings}, whose components are the groups of the file; {@link
 * org.mailroom.server.config.SettingsReader} fills them. A setting is a record component of the
 * module it belongs to; its default stands in the record's {@code DEFAULT}, its text in the
 * record's Javadoc, from which {@code conf/mailroom.yaml} and {@code docs/settings.md} are made.
 */
@NullMarked
package org.mailroom.server.config;

import org.jspecify.annotations.NullMarked;
