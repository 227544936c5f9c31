package io.headrace.metadata;

/// One decided change of metadata; see `docs/formats/` for its bytes.
public interface MetadataRecord {}
