/**
 * Message contents: written once, encrypted, in append-only segment files. Start at {@link
 * BlobStore}.
 *
 * <pre>
 * Staging.stage() → Staged (seals as bytes come in) → BlobStore.put → BlobRef → BlobStore.sync
 * BlobStore.open(BlobRef, DataKey) → BlobReader
 * </pre>
 *
 * A blob is durable once {@code sync} returned, and wanted once a row refers to it; whatever else
 * lies in a segment is garbage that {@link BlobStore#compact} collects. Formats and guarantees:
 * {@code docs/adr/0002-sealed-blobs.md}. Imports: mailstore.seal. Callers hold no lock: every call
 * here may wait for the disk.
 */
@NullMarked
package org.mailroom.mailstore.blob;

import org.jspecify.annotations.NullMarked;
