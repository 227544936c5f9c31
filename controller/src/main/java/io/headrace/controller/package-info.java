/// Decides what the cluster is: topics, partitions, configs, brokers, producer ids.
///
/// One package per subject decides: it reads an image and a request and answers with records and a
/// reply, or a refusal. Only the replay of records changes an image. [Controller] carries the
/// records to the metadata log and the reply to whoever asked, once the node has followed.
///
/// Runs on: the reactor. May import: `base`, `runtime`, `metadata`, `protocol`. Begin with
/// [Controller].
@NullMarked
package io.headrace.controller;

import org.jspecify.annotations.NullMarked;
