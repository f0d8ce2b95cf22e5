package org.mailroom.mailstore.blob;

import org.mailroom.mailstore.seal.BlobId;

/**
 * A blob as the store's own files describe it.
 *
 * @param sealedSize bytes of its sealed content
 */
public record StoredBlob(BlobId id, BlobRef.Place place, long sealedSize) {}
