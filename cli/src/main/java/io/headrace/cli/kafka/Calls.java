package io.headrace.cli.kafka;

import io.headrace.cli.line.Failure;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;

/// Waits for answers of the client, and turns its exceptions into failures.
final class Calls {

  private final String bootstrap;

  Calls(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /// @param what the request in words that follow "cannot", such as `create topic orders`
  /// @throws Failure if the cluster refuses or does not answer
  <T> T await(KafkaFuture<T> future, String what) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause(), what);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(e, what);
    }
  }

  /// The answer about one thing of several that were asked about.
  <K, T> T await(Map<K, KafkaFuture<T>> futures, K key, String what) {
    KafkaFuture<T> future = futures.get(key);
    if (future == null) {
      throw new IllegalStateException("the client has no answer about " + key);
    }
    return await(future, what);
  }

  Failure failure(Throwable cause, String what) {
    return Failures.of(cause, what, bootstrap);
  }
}
