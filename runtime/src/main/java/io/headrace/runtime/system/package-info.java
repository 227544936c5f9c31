/// The ports as they are in production: files by `FileChannel`, threads of their own for what may
/// block, the clocks and the chance of the operating system.
///
/// The reactor and its timers are the event loop of the room `network`. Only what wires a process
/// may see this package. Begin with [FileDisk] and [SyncThread].
@NullMarked
package io.headrace.runtime.system;

import org.jspecify.annotations.NullMarked;
