package io.headrace.metadata;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Holds the node's current image and tells each new one to its subscribers in the order of
/// [Stage]: who serves clients hears of a partition after the log and the replica are there, so
/// that a client told of a leader can use it at once.
///
/// Runs on: the reactor; [#current] may be called from any thread.
public final class ImagePublisher {

  /// The written order of publication.
  public enum Stage {
    LOG,
    REPLICATION,
    COORDINATORS,
    HANDLERS
  }

  /// Follows the images.
  @FunctionalInterface
  public interface Subscriber {

    /// The cluster is now as `change.after()` says. When this returns, the subscriber is ready for
    /// whatever the new image lets others do.
    void onImage(ImageChange change);
  }

  private final Map<Stage, List<Subscriber>> subscribers = new EnumMap<>(Stage.class);
  private volatile ClusterImage current = ClusterImage.EMPTY;

  /// Adds a subscriber behind the others of its stage. All are added before the first image.
  public void subscribe(Stage stage, Subscriber subscriber) {
    if (current != ClusterImage.EMPTY) {
      throw new IllegalStateException("images are being published already");
    }
    subscribers.computeIfAbsent(stage, _ -> new ArrayList<>()).add(subscriber);
  }

  /// The last image that all subscribers have heard of, or, while they are being told, the one that
  /// they are told of.
  public ClusterImage current() {
    return current;
  }

  public void publish(ImageChange change) {
    current = change.after();
    for (List<Subscriber> ofStage : subscribers.values()) {
      for (Subscriber subscriber : ofStage) {
        subscriber.onImage(change);
      }
    }
  }
}
