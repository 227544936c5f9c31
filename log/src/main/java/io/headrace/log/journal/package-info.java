/// The journal of a log directory: what makes small appends to many partitions durable with one
/// sync.
///
/// Each commit is one [Frame] of entries, written to a pre-allocated file that is used again and
/// again; docs/formats/journal.md has every byte. That an entry can be read means that what it
/// speaks of is durable, here or in its segment. Runs on: the reactor; [Journal#write] on the
/// directory's lane. May import: `base`, `runtime`, `record`. Begin with [Journal] and
/// [JournalEntries].
@NullMarked
package io.headrace.log.journal;

import org.jspecify.annotations.NullMarked;
