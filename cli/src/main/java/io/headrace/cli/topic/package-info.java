/// `headrace topic`: one class per verb.
///
/// Runs on: the main thread. May import: `cli.command` and what that imports. Begin with
/// [TopicList].
@NullMarked
package io.headrace.cli.topic;

import org.jspecify.annotations.NullMarked;
