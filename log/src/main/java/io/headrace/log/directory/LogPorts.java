package io.headrace.log.directory;

import io.headrace.runtime.Background;
import io.headrace.runtime.Clock;
import io.headrace.runtime.Disk;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.SyncLane;
import io.headrace.runtime.Timers;

/// The world as one log directory sees it.
///
/// @param lane this directory's own
public record LogPorts(
    Disk disk, SyncLane lane, Reactor reactor, Background background, Clock clock, Timers timers) {}
