/// The APIs of consumer groups, one handler each. They translate; what groups do is decided in
/// `io.headrace.group`.
///
/// Runs on: the reactor. Begin with [JoinGroupHandler] and [OffsetCommitHandler].
@NullMarked
package io.headrace.broker.api.group;

import org.jspecify.annotations.NullMarked;
