/// The five codecs of Kafka's batch format as plain streams.
///
/// Every reader here faces hostile bytes: it inflates by streaming and its own memory stays in
/// proportion to the compressed bytes, whatever sizes their headers announce. May import: the JDK
/// and the codec libraries. Begin with [Compression].
@NullMarked
package io.headrace.record.compression;

import org.jspecify.annotations.NullMarked;
