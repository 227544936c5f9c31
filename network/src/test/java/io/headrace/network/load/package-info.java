/// The floor under the network, to be measured like a broker. Not a test: [StandIn] says how to run
/// it, and module `bench` holds what loads it.
@NullMarked
package io.headrace.network.load;

import org.jspecify.annotations.NullMarked;
