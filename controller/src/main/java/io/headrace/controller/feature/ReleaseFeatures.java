package io.headrace.controller.feature;

import io.headrace.metadata.BrokerImage.SupportedFeature;
import io.headrace.metadata.ClusterImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The levels of features that this release can work at (KIP-584).
///
/// `headrace.version` governs what nodes write into the metadata log and which versions of requests
/// they send each other; `kraft.version` is that of the quorum, in which voters can change from the
/// first record on (KIP-853); `eligible.leader.replicas.version` is that of the replicas that may
/// lead though they are not in sync (KIP-966), which cannot be switched off: what was acknowledged
/// rests on them. Clients look for it under this name.
public final class ReleaseFeatures {
  public static final String OWN = "headrace.version";

  private static final String QUORUM = "kraft.version";
  private static final String ELIGIBLE = "eligible.leader.replicas.version";
  private static final int LOWEST = 1;
  private static final int HIGHEST = 1;

  /// Changes nothing: an upgrade can be rehearsed with it.
  private static final int NEXT = HIGHEST + 1;

  private ReleaseFeatures() {}

  /// Whether a node knows a level that is not released yet.
  public enum Levels {
    RELEASED,
    WITH_NEXT
  }

  public static List<SupportedFeature> of(Levels levels) {
    int highest = levels == Levels.WITH_NEXT ? NEXT : HIGHEST;
    return List.of(
        new SupportedFeature(OWN, LOWEST, highest),
        new SupportedFeature(QUORUM, 1, 1),
        new SupportedFeature(ELIGIBLE, 1, 1));
  }

  /// Why a release that can do this has no place in a cluster; null if it has.
  public static @Nullable String complaintAbout(
      List<SupportedFeature> supported, ClusterImage image) {
    for (var finalized : image.features()) {
      int level = finalized.value();
      SupportedFeature own = find(supported, finalized.key());
      if (own == null || !own.covers(level)) {
        return "the cluster works at %s %d, and this release knows %s: start a newer one here"
            .formatted(
                finalized.key(),
                level,
                own == null
                    ? "nothing of it"
                    : "the levels %d to %d".formatted(own.minLevel(), own.maxLevel()));
      }
    }
    return null;
  }

  private static @Nullable SupportedFeature find(List<SupportedFeature> supported, String name) {
    for (SupportedFeature each : supported) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return null;
  }
}
