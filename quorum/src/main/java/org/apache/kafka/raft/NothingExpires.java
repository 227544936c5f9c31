package org.apache.kafka.raft;

import java.util.concurrent.CompletableFuture;

/// For a quorum of one voter: what the engine waits for is its own next append, with a deadline 24
/// days away. Other nodes' requests, which would really have to expire, do not exist.
final class NothingExpires implements ExpirationService {

  @Override
  public <T> CompletableFuture<T> failAfter(long timeoutMs) {
    return new CompletableFuture<>();
  }
}
