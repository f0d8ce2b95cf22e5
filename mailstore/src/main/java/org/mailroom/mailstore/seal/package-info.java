/**
 * Encryption of everything the mail store writes. Start at {@link MasterKeys}, then {@link
 * AccountKey} (records and wrapped keys) and {@link ChunkSealer} (blob content).
 *
 * <pre>
 * MasterKeys ── wraps ──▶ AccountKey ── wraps ──▶ DataKey ── seals ──▶ chunks of one blob
 *     │                       └── seals records (summaries, names), hashes what must be matched
 *     └── seals directory records, hashes addresses
 * </pre>
 *
 * All sealing is AES-256-GCM through Bouncy Castle's packet cipher ({@link Seal} says which
 * implementation runs). Formats, nonces and their bounds: {@code docs/adr/0002-sealed-blobs.md}.
 * Imports nothing of the project. Callers hold no lock.
 */
@NullMarked
package org.mailroom.mailstore.seal;

import org.jspecify.annotations.NullMarked;
