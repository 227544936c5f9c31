/// The APIs that move and describe records: Produce, Fetch, offsets by time and epoch, deletion,
/// producers, log directories, and the list of APIs itself.
///
/// Runs on: the reactor. May import: `protocol`, `record`, `log`, `metadata`, `replication`. Begin
/// with [ProduceHandler] and [FetchHandler].
@NullMarked
package io.headrace.broker.api.data;

import org.jspecify.annotations.NullMarked;
