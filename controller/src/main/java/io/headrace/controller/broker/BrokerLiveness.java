package io.headrace.controller.broker;

import io.headrace.controller.broker.Heartbeat.Answer;
import io.headrace.controller.broker.Heartbeat.CaughtUp;
import io.headrace.controller.broker.Heartbeat.Verdict;
import io.headrace.controller.broker.Heartbeat.Wish;
import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides how a broker takes part, by what it says of itself or because it says nothing any more.
/// [Standing] draws the states.
public final class BrokerLiveness {

  private BrokerLiveness() {}

  /// Whether a broker that wants to go can.
  public enum Duties {
    /// It leads something that another broker could lead.
    HAS,
    NONE
  }

  /// Null if `epoch` is that of the broker's registration.
  public static @Nullable Refusal refusalOf(ClusterImage image, int brokerId, long epoch) {
    BrokerImage broker = image.broker(brokerId);
    if (broker == null) {
      return new Refusal(
          ErrorCode.STALE_BROKER_EPOCH, "No broker registration found for broker id " + brokerId);
    }
    return broker.epoch() == epoch
        ? null
        : new Refusal(
            ErrorCode.STALE_BROKER_EPOCH,
            "Expected broker epoch " + broker.epoch() + ", but got broker epoch " + epoch);
  }

  /// Answers a heartbeat.
  ///
  /// @param duties asked of a broker that is leaving
  public static Decision<Answer> decide(ClusterImage image, Heartbeat heartbeat, Duties duties) {
    Refusal refusal = refusalOf(image, heartbeat.brokerId(), heartbeat.brokerEpoch());
    BrokerImage broker = image.broker(heartbeat.brokerId());
    if (refusal != null || broker == null) {
      return Decision.refused(refusal == null ? Refusal.notController() : refusal);
    }
    CaughtUp caughtUp = heartbeat.metadataOffset() >= broker.epoch() ? CaughtUp.YES : CaughtUp.NO;
    if (heartbeat.wish() == Wish.SHUT_DOWN && isLast(image, broker)) {
      // Nobody could take over: what it leads is served to the end.
      return Decision.only(new Answer(caughtUp, Verdict.MAY_GO));
    }
    Standing next = next(broker.standing(), heartbeat.wish(), caughtUp, duties);
    var answer = new Answer(caughtUp, verdict(heartbeat.wish(), next));
    return new Decision<>(recordsOf(broker, next), answer);
  }

  /// A broker that is not heard of any more, or whose connection closed.
  public static List<MetadataRecord> onSilent(ClusterImage image, int brokerId) {
    BrokerImage broker = image.broker(brokerId);
    return broker == null ? List.of() : recordsOf(broker, Standing.FENCED);
  }

  private static Standing next(Standing now, Wish wish, CaughtUp caughtUp, Duties duties) {
    return switch (now) {
      case FENCED ->
          wish == Wish.SERVE && caughtUp == CaughtUp.YES ? Standing.IN_SERVICE : Standing.FENCED;
      case IN_SERVICE ->
          switch (wish) {
            case SERVE -> Standing.IN_SERVICE;
            case FENCED -> Standing.FENCED;
            case SHUT_DOWN -> Standing.LEAVING;
          };
      case LEAVING ->
          wish == Wish.SHUT_DOWN && duties == Duties.HAS ? Standing.LEAVING : Standing.FENCED;
    };
  }

  private static boolean isLast(ClusterImage image, BrokerImage broker) {
    return image.brokers().stream().noneMatch(it -> it.id() != broker.id() && it.inService());
  }

  private static Verdict verdict(Wish wish, Standing standing) {
    return switch (standing) {
      case FENCED -> wish == Wish.SHUT_DOWN ? Verdict.MAY_GO : Verdict.FENCED;
      case IN_SERVICE -> Verdict.SERVING;
      case LEAVING -> Verdict.LEAVING;
    };
  }

  private static List<MetadataRecord> recordsOf(BrokerImage broker, Standing next) {
    return next == broker.standing()
        ? List.of()
        : List.of(new MetadataRecord.BrokerStandingChanged(broker.id(), broker.epoch(), next));
  }
}
