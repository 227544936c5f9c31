package io.headrace.controller.broker;

import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.protocol.ErrorCode;
import java.util.List;

/// Decides that a broker left for good. As in Kafka it may be alive; then it registers anew.
public final class BrokerRemoval {

  private BrokerRemoval() {}

  /// The epoch that its registration had.
  public static Decision<Long> decide(ClusterImage image, int brokerId) {
    BrokerImage broker = image.broker(brokerId);
    return broker == null
        ? Decision.refused(
            new Refusal(
                ErrorCode.BROKER_ID_NOT_REGISTERED,
                "Broker ID " + brokerId + " is not currently registered"))
        : new Decision<>(
            List.of(new MetadataRecord.BrokerUnregistered(brokerId, broker.epoch())),
            broker.epoch());
  }
}
