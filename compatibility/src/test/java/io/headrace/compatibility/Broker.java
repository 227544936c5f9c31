package io.headrace.compatibility;

import java.nio.file.Path;
import java.util.Optional;

/// What the tests of clients need to know of the broker that they talk to.
interface Broker {

  /// `host:port`, for a client's `bootstrap.servers`.
  String bootstrap();

  /// Where the broker keeps its data; empty if that is not for the test to know.
  Optional<Path> dataDirectory();
}
