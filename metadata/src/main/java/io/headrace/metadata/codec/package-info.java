/// The bytes of metadata records, as `docs/formats/metadata-records.md` tells them.
///
/// Values only, shared freely between threads. May import: `base`, `metadata`. Begin with
/// [MetadataCodec].
@NullMarked
package io.headrace.metadata.codec;

import org.jspecify.annotations.NullMarked;
