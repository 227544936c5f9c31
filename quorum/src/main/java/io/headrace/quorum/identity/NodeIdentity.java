package io.headrace.quorum.identity;

import java.nio.file.Path;

/// Who this node is.
///
/// @param clusterId 22 characters of URL-safe Base64
/// @param metadataDirectory where its metadata log lies
/// @param metadataDirectoryId names that directory as a voter's: an empty disk under the same node
///   id is another voter
public record NodeIdentity(
    int nodeId, String clusterId, Path metadataDirectory, String metadataDirectoryId) {}
