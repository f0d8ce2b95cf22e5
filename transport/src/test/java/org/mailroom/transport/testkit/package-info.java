/**
 * What protocol tests of all modules use: {@link org.mailroom.transport.testkit.Transcript} plays
 * dialogues from resources, {@link org.mailroom.transport.testkit.TestClient} is a client on a real
 * socket, {@link org.mailroom.transport.testkit.TestTls} a certificate for loopback. See
 * transport/README.md for the language of transcripts.
 */
@NullMarked
package org.mailroom.transport.testkit;

import org.jspecify.annotations.NullMarked;
