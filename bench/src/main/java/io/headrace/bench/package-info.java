/// `headrace bench compare`: Headrace and Apache Kafka side by side, under the same load.
///
/// Begin with [Main]; what is measured is in `scenario`, how in `load`, the brokers in `server`.
/// Runs on: the main thread. May import: its own packages only; it knows a broker by its sockets
/// and its process.
@NullMarked
package io.headrace.bench;

import org.jspecify.annotations.NullMarked;
