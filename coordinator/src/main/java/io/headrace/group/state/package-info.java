/// The records that groups are kept in, and their bytes, which are Apache Kafka's (see
/// `docs/formats/consumer-offsets.md`), so that tools which read `__consumer_offsets` go on
/// working.
///
/// Values only. May import: `base`, `coordinator`. Begin with [GroupRecord].
@NullMarked
package io.headrace.group.state;

import org.jspecify.annotations.NullMarked;
