package io.headrace.broker.api.admin;

import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;

/// Whom clients are told to be the controller. They send changes there and cannot go on without
/// one; a controller they cannot reach, because it is no broker or out of service, is stood in for
/// by a broker that they can: it hands on what is for the controller.
final class ToldController {

  private ToldController() {}

  /// @param listener by which clients come
  static int of(ClusterImage image, String listener) {
    int controller = image.controllerId();
    BrokerImage itself = image.broker(controller);
    if (controller < 0 || (itself != null && isReachable(itself, listener))) {
      return controller;
    }
    return image.brokers().stream()
        .filter(broker -> isReachable(broker, listener))
        .mapToInt(BrokerImage::id)
        .findFirst()
        .orElse(controller);
  }

  private static boolean isReachable(BrokerImage broker, String listener) {
    return !broker.fenced() && broker.endpoint(listener) != null;
  }
}
