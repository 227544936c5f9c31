/// The five codecs of Kafka's batch format.
///
/// Every reader here faces hostile bytes: it decompresses piece by piece and its own memory stays
/// in proportion to the compressed bytes, whatever sizes their headers announce. May import: the
/// JDK and the codec libraries. Begin with [Decompressor].
@NullMarked
package io.headrace.record.compression;

import org.jspecify.annotations.NullMarked;
