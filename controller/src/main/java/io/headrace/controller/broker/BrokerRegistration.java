package io.headrace.controller.broker;

import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.partition.BrokerReturn;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.BrokerImage.SupportedFeature;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.DirectoryId;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Decides that a broker is part of the cluster (KIP-631).
///
/// A broker that was started anew comes back only when nothing is left that its former life was
/// trusted with: until then it is refused and asks again.
public final class BrokerRegistration {
  private static final int MAX_CHANGES = 2_000;

  private final BrokerReturn brokerReturn;

  public BrokerRegistration(BrokerReturn brokerReturn) {
    this.brokerReturn = brokerReturn;
  }

  /// A broker that presents itself.
  ///
  /// @param clusterId of the cluster that it believes to be part of; null if it does not say
  /// @param directories its log directories; empty if it does not say; [DirectoryId#LOST] for one
  ///   that cannot say any more what it held
  /// @param begins in service at once does a broker in the process of the only controller: it has
  ///   the image that the answer waits for
  public record Applicant(
      int brokerId,
      @Nullable String clusterId,
      Incarnation incarnation,
      @Nullable String rack,
      List<Endpoint> endpoints,
      List<SupportedFeature> features,
      List<DirectoryId> directories,
      Standing begins) {

    /// Spelled out for NullAway, which does not see the annotations of a compact constructor.
    public Applicant(
        int brokerId,
        @Nullable String clusterId,
        Incarnation incarnation,
        @Nullable String rack,
        List<Endpoint> endpoints,
        List<SupportedFeature> features,
        List<DirectoryId> directories,
        Standing begins) {
      this.brokerId = brokerId;
      this.clusterId = clusterId;
      this.incarnation = incarnation;
      this.rack = rack;
      this.endpoints = List.copyOf(endpoints);
      this.features = List.copyOf(features);
      this.directories = List.copyOf(directories);
      this.begins = begins;
    }

    /// The broker in the process of the only controller, in service at once.
    public Applicant(
        int brokerId, Incarnation incarnation, @Nullable String rack, List<Endpoint> endpoints) {
      this(brokerId, null, incarnation, rack, endpoints, List.of(), List.of(), Standing.IN_SERVICE);
    }

    /// The same, able to do this.
    public Applicant supporting(List<SupportedFeature> supported) {
      return new Applicant(
          brokerId, clusterId, incarnation, rack, endpoints, supported, directories, begins);
    }
  }

  /// Whether the broker of this id was heard of lately.
  public enum FormerLife {
    SILENT,
    /// Not in the term of this controller, to which it may not have found its way yet.
    NOT_HEARD_YET,
    ALIVE
  }

  /// The broker's epoch.
  ///
  /// @param held the topics of which its former life may hold partitions
  public Decision<Long> decide(
      ClusterImage image, Applicant applicant, FormerLife formerLife, List<TopicImage> held) {
    Refusal refusal = refusalOf(image, applicant);
    if (refusal != null) {
      return Decision.refused(refusal);
    }
    BrokerImage known = image.broker(applicant.brokerId());
    if (known == null) {
      // Whoever had that id before may have left with the data.
      return withoutReplicas(image, applicant, 0, held);
    }
    if (known.incarnation().equals(applicant.incarnation())) {
      return isAsKnown(known, applicant)
          ? Decision.only(known.epoch())
          : registered(image, applicant, known.epoch() + 1, List.of());
    }
    if (formerLife == FormerLife.ALIVE
        || (formerLife == FormerLife.NOT_HEARD_YET && !hasTheDisksOf(known, applicant))) {
      return Decision.refused(
          duplicate("Another broker is registered with that broker id, and alive."));
    }
    return returned(image, applicant, known, held);
  }

  /// Whoever has the disks, which no two processes have at a time, comes after whoever had them.
  private static boolean hasTheDisksOf(BrokerImage known, Applicant applicant) {
    return !known.directories().isEmpty()
        && new TreeSet<>(known.directories()).equals(new TreeSet<>(applicant.directories()));
  }

  private Decision<Long> returned(
      ClusterImage image, Applicant applicant, BrokerImage known, List<TopicImage> held) {
    int id = applicant.brokerId();
    if (BrokerReturn.isAwaited(held, id)) {
      var wait = duplicate("The leaders of the former broker of that id are being moved.");
      var fenced = new MetadataRecord.BrokerStandingChanged(id, known.epoch(), Standing.FENCED);
      return new Decision<>(known.fenced() ? List.of() : List.of(fenced), refused(wait));
    }
    return hasLost(known, applicant)
        ? withoutReplicas(image, applicant, known.epoch() + 1, held)
        : registered(image, applicant, known.epoch() + 1, List.of());
  }

  private Decision<Long> withoutReplicas(
      ClusterImage image, Applicant applicant, long leastEpoch, List<TopicImage> held) {
    List<MetadataRecord> changes =
        brokerReturn.emptied(image, held, applicant.brokerId(), MAX_CHANGES);
    if (changes.size() < MAX_CHANGES) {
      return registered(image, applicant, leastEpoch, changes);
    }
    var wait = duplicate("The replicas of the former broker of that id are being taken back.");
    return new Decision<>(changes, refused(wait));
  }

  private static Outcome<Long> refused(Refusal refusal) {
    return new Outcome.Refused<>(refusal);
  }

  private static Decision<Long> registered(
      ClusterImage image, Applicant applicant, long leastEpoch, List<MetadataRecord> before) {
    long epoch = Math.max(image.offset() + before.size() + 1, leastEpoch);
    var records = new ArrayList<>(before);
    records.add(
        new MetadataRecord.BrokerRegistered(
            applicant.brokerId(),
            epoch,
            applicant.incarnation(),
            applicant.rack(),
            applicant.endpoints(),
            applicant.features(),
            applicant.directories(),
            applicant.begins()));
    return new Decision<>(records, epoch);
  }

  private static @Nullable Refusal refusalOf(ClusterImage image, Applicant applicant) {
    String clusterId = applicant.clusterId();
    if (clusterId != null && !clusterId.equals(image.clusterId())) {
      return new Refusal(
          ErrorCode.INCONSISTENT_CLUSTER_ID,
          "Expected cluster ID " + image.clusterId() + ", but got cluster ID " + clusterId);
    }
    if (applicant.brokerId() < 0 || applicant.endpoints().isEmpty()) {
      return new Refusal(
          ErrorCode.INVALID_REGISTRATION, "No listeners, or no broker id, were specified.");
    }
    for (var finalized : image.features()) {
      if (!supports(applicant, finalized.key(), finalized.value())) {
        return new Refusal(
            ErrorCode.UNSUPPORTED_VERSION,
            "Unable to register because the broker does not support finalized version "
                + finalized.value()
                + " of "
                + finalized.key());
      }
    }
    return null;
  }

  private static boolean supports(Applicant applicant, String feature, int level) {
    return applicant.features().stream()
        .anyMatch(it -> it.name().equals(feature) && it.covers(level));
  }

  /// One that does not know what a directory held says so, once; it is called by its name again at
  /// the next start.
  private static boolean hasLost(BrokerImage known, Applicant applicant) {
    List<DirectoryId> now = applicant.directories();
    return now.contains(DirectoryId.LOST)
        || (!now.isEmpty()
            && known.directories().stream()
                .anyMatch(id -> !id.equals(DirectoryId.LOST) && !now.contains(id)));
  }

  private static boolean isAsKnown(BrokerImage known, Applicant applicant) {
    return known.endpoints().equals(applicant.endpoints())
        && known.features().equals(applicant.features())
        && known.directories().equals(applicant.directories());
  }

  private static Refusal duplicate(String message) {
    return new Refusal(ErrorCode.DUPLICATE_BROKER_REGISTRATION, message);
  }
}
