package io.headrace.controller.feature;

import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.BrokerImage.SupportedFeature;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides that a feature works at another level from now on (KIP-584). Until somebody asks for it,
/// brokers of a newer release work at the old level, so that an upgrade can be taken back.
///
/// All that is asked for at once is done or nothing.
public final class FeatureUpdate {
  private final int nodeId;
  private final List<SupportedFeature> supportedHere;

  /// @param supportedHere what this node can do
  public FeatureUpdate(int nodeId, List<SupportedFeature> supportedHere) {
    this.nodeId = nodeId;
    this.supportedHere = List.copyOf(supportedHere);
  }

  /// One feature.
  ///
  /// @param level 0 switches it off
  public record Wanted(String feature, int level, Direction direction) {}

  /// What is expected of the change.
  public enum Direction {
    UPGRADE,
    SAFE_DOWNGRADE,
    UNSAFE_DOWNGRADE,
    /// Something that this release does not know.
    UNKNOWN
  }

  /// What was done, or why nothing was.
  public Decision<List<Wanted>> decide(ClusterImage image, List<Wanted> wanted) {
    var records = new ArrayList<MetadataRecord>();
    for (Wanted each : wanted) {
      String complaint = complaintAbout(image, each);
      if (complaint != null) {
        return Decision.refused(
            new Refusal(
                ErrorCode.INVALID_UPDATE_VERSION,
                "The update failed for all features since the following feature had an error:"
                    + " Invalid update version "
                    + each.level()
                    + " for feature "
                    + each.feature()
                    + ". "
                    + complaint));
      }
      if (each.level() != levelOf(image, each.feature())) {
        records.add(new MetadataRecord.FeatureLevel(each.feature(), each.level()));
      }
    }
    return new Decision<>(records, wanted);
  }

  /// A cluster begins with all that the node can do which begins it.
  public List<MetadataRecord> ofNewCluster() {
    return supportedHere.stream()
        .<MetadataRecord>map(each -> new MetadataRecord.FeatureLevel(each.name(), each.maxLevel()))
        .toList();
  }

  private static int levelOf(ClusterImage image, String feature) {
    Integer level = image.features().get(feature);
    return level == null ? 0 : level;
  }

  private @Nullable String complaintAbout(ClusterImage image, Wanted wanted) {
    if (wanted.direction() == Direction.UNKNOWN) {
      return "The controller does not support the given upgrade type.";
    }
    if (wanted.level() < 0) {
      return "A feature version cannot be less than 0.";
    }
    String complaint = complaint("Local controller " + nodeId, supportedHere, wanted);
    for (BrokerImage broker : image.brokers()) {
      complaint =
          complaint == null
              ? complaint("Broker " + broker.id(), broker.features(), wanted)
              : complaint;
    }
    if (complaint != null) {
      return complaint;
    }
    int now = levelOf(image, wanted.feature());
    if (wanted.level() < now && wanted.direction() == Direction.UPGRADE) {
      return "Can't downgrade the version of this feature without setting the upgrade type to"
          + " either safe or unsafe downgrade.";
    }
    return wanted.level() > now && wanted.direction() != Direction.UPGRADE
        ? "Can't downgrade to a newer version."
        : null;
  }

  private static @Nullable String complaint(
      String who, List<SupportedFeature> supported, Wanted wanted) {
    for (SupportedFeature each : supported) {
      if (each.name().equals(wanted.feature())) {
        return each.covers(wanted.level())
            ? null
            : who + " only supports versions " + each.minLevel() + "-" + each.maxLevel();
      }
    }
    return wanted.level() == 0
        ? "Feature " + wanted.feature() + " not found."
        : who + " does not support this feature.";
  }
}
