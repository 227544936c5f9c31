/// What the cluster is: brokers, topics, partitions, configs, as an immutable image, the records
/// that change it, and the port of the log that they are kept in.
///
/// Values only, shared freely between threads. May import: `base`, `record`, ids and errors of
/// `protocol`. Begin with [ClusterImage], [ImagePublisher] and [MetadataLog].
@NullMarked
package io.headrace.metadata;

import org.jspecify.annotations.NullMarked;
