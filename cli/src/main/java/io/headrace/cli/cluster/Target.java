package io.headrace.cli.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Which cluster, and how to get there.
///
/// @param bootstrap `HOST:PORT`, several with commas between them
/// @param timeout how long one request may take in all
/// @param clientProperties a file with further settings of a Kafka client, for TLS and passwords
public record Target(String bootstrap, Duration timeout, Optional<Path> clientProperties) {}
