package io.headrace.controller.broker;

import io.headrace.controller.decision.Decision;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.MetadataRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides that a broker is part of the cluster.
public final class BrokerRegistration {

  private BrokerRegistration() {}

  /// A broker that presents itself.
  public record Applicant(
      int brokerId, Incarnation incarnation, @Nullable String rack, List<Endpoint> endpoints) {
    public Applicant {
      endpoints = List.copyOf(endpoints);
    }
  }

  /// The broker's epoch.
  public static Decision<Long> decide(ClusterImage image, Applicant applicant) {
    BrokerImage known = image.broker(applicant.brokerId());
    if (known != null
        && known.incarnation().equals(applicant.incarnation())
        && known.endpoints().equals(applicant.endpoints())) {
      return Decision.only(known.epoch());
    }
    long epoch = Math.max(image.offset() + 1, known == null ? 0 : known.epoch() + 1);
    var registered =
        new MetadataRecord.BrokerRegistered(
            applicant.brokerId(),
            epoch,
            applicant.incarnation(),
            applicant.rack(),
            applicant.endpoints());
    return new Decision<>(List.of(registered), epoch);
  }
}
