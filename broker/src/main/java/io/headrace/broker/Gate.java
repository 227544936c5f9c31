package io.headrace.broker;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImagePublisher;

/// Keeps the images of the past from those who act on them.
///
/// When a node starts, the metadata log tells the whole history of the cluster. Nobody should make
/// the logs of topics that were deleted long ago; so the subscribers behind the gate hear nothing
/// until the node has caught up, and then of everything at once.
///
/// Runs on: the reactor.
final class Gate {

  private boolean open;
  private ImageChange opening = ImageChange.between(ClusterImage.EMPTY, ClusterImage.EMPTY);

  /// From now on images pass; the current one is told as if it were the first.
  void open(ImageChange current) {
    open = true;
    opening = current;
  }

  boolean isOpen() {
    return open;
  }

  /// The subscriber behind this gate.
  @SuppressWarnings("ReferenceEquality") // the very change that opened the gate is meant
  ImagePublisher.Subscriber guarding(ImagePublisher.Subscriber subscriber) {
    return change -> {
      if (open) {
        boolean first = change == opening;
        subscriber.onImage(
            first ? ImageChange.between(ClusterImage.EMPTY, change.after()) : change);
      }
    };
  }
}
