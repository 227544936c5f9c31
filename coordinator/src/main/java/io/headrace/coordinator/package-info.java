/// The runtime of coordinators: state machines whose every lasting change goes through a log.
///
/// A coordinator *decides* (reads its state, names records and answers), the records are *replayed*
/// into the state, which nothing else changes, and appended to a log; the answers leave when the
/// log says that everything they rest on is committed. Loading a coordinator is replaying its log.
/// What a coordinator knows besides (who is waiting, whose session ends when) is lost with it, by
/// intent.
///
/// Runs on: the reactor. May import: `base`, `runtime`, `record`, `metadata`, `protocol`. It
/// reaches a partition only through [StateLog], which the broker's wiring implements. Begin with
/// [LoggedMachine].
@NullMarked
package io.headrace.coordinator;

import org.jspecify.annotations.NullMarked;
