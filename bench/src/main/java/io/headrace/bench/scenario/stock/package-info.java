/// What Apache Kafka's own performance tools say of a broker, with the real client in a process of
/// its own.
///
/// Runs on: the thread that compares. May import: `bench.scenario`, `bench.server`. Begin with
/// [StockProduce]; how a tool is run says [StockTool].
@NullMarked
package io.headrace.bench.scenario.stock;

import org.jspecify.annotations.NullMarked;
