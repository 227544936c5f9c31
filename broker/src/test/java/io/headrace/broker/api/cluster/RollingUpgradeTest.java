package io.headrace.broker.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.broker.api.HandlerNode;
import io.headrace.controller.feature.ReleaseFeatures;
import io.headrace.controller.feature.ReleaseFeatures.Levels;
import io.headrace.metadata.BrokerImage.SupportedFeature;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.BrokerRegistrationRequestData;
import org.apache.kafka.common.message.BrokerRegistrationRequestData.Feature;
import org.apache.kafka.common.message.BrokerRegistrationRequestData.Listener;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKey;
import org.apache.kafka.common.message.UpdateFeaturesResponseData;
import org.junit.jupiter.api.Test;

/// Broker 1 runs a release that knows one level more than the cluster works at; broker 2 is
/// upgraded, or taken back, as the tests say.
final class RollingUpgradeTest {
  private static final List<SupportedFeature> OLD = ReleaseFeatures.of(Levels.RELEASED);
  private static final List<SupportedFeature> NEW = ReleaseFeatures.of(Levels.WITH_NEXT);
  private static final String FEATURE = "headrace.version";
  private static final byte UPGRADE = 1;
  private static final byte SAFE_DOWNGRADE = 2;
  private static final int OLD_LEVEL = OLD.getFirst().maxLevel();
  private static final int NEW_LEVEL = NEW.getFirst().maxLevel();

  private final HandlerNode node = new HandlerNode(NEW);

  RollingUpgradeTest() {
    // A cluster begins at the highest level of who begins it; this one was begun by the old
    // release.
    update(OLD_LEVEL, SAFE_DOWNGRADE, 1);
  }

  @Test
  void anUpgradeIsFinalisedOnlyWhenEveryBrokerKnowsTheLevel() {
    register(OLD);

    UpdateFeaturesResponseData early = update(NEW_LEVEL, UPGRADE, 1);

    assertThat(error(early.errorCode())).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
    assertThat(early.errorMessage()).contains("Broker 2 only supports versions 1-1");
    assertThat(level()).isEqualTo(OLD_LEVEL);

    register(NEW);
    assertThat(error(update(NEW_LEVEL, UPGRADE, 1).errorCode())).isEqualTo(ErrorCode.NONE);
    assertThat(level()).isEqualTo(NEW_LEVEL);
  }

  @Test
  void untilThenTheOldReleaseCanComeBack() {
    register(NEW);

    assertThat(register(OLD)).isEqualTo(ErrorCode.NONE);
    assertThat(level()).isEqualTo(OLD_LEVEL);
  }

  @Test
  void afterwardsTheOldReleaseIsRefusedUnlessTheLevelIsTakenBack() {
    register(NEW);
    update(NEW_LEVEL, UPGRADE, 1);

    assertThat(register(OLD)).isEqualTo(ErrorCode.UNSUPPORTED_VERSION);

    assertThat(error(update(OLD_LEVEL, SAFE_DOWNGRADE, 1).errorCode())).isEqualTo(ErrorCode.NONE);
    assertThat(register(OLD)).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void aLevelIsNotTakenBackByAnUpgrade() {
    update(NEW_LEVEL, UPGRADE, 1);

    assertThat(update(OLD_LEVEL, UPGRADE, 1).errorMessage()).contains("Can't downgrade");
    assertThat(level()).isEqualTo(NEW_LEVEL);
  }

  @Test
  void aRehearsalChangesNothing() {
    UpdateFeaturesResponseData answer =
        node.ask(
            new UpdateFeaturesHandler(node.controller),
            1,
            request(NEW_LEVEL, UPGRADE).setValidateOnly(true));

    assertThat(answer.errorCode()).isZero();
    assertThat(level()).isEqualTo(OLD_LEVEL);
  }

  @Test
  void theAnswerIsThatOfItsVersion() {
    assertThat(update(NEW_LEVEL, UPGRADE, 1).results()).hasSize(1);
    assertThat(update(NEW_LEVEL, UPGRADE, 2).results()).isEmpty();
    UpdateFeaturesResponseData refusal = update(NEW_LEVEL, (byte) 9, 1);
    assertThat(error(refusal.errorCode())).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
    assertThat(refusal.results()).as("only of what was done, as in Kafka").isEmpty();
  }

  private int level() {
    return node.image().features().get(FEATURE);
  }

  private static UpdateFeaturesRequestData request(int level, byte kind) {
    var request = new UpdateFeaturesRequestData().setTimeoutMs(1_000);
    request
        .featureUpdates()
        .add(
            new FeatureUpdateKey()
                .setFeature(FEATURE)
                .setMaxVersionLevel((short) level)
                .setUpgradeType(kind));
    return request;
  }

  private UpdateFeaturesResponseData update(int level, byte kind, int version) {
    return node.ask(new UpdateFeaturesHandler(node.controller), version, request(level, kind));
  }

  /// Broker 2 says what it can do now.
  private ErrorCode register(List<SupportedFeature> features) {
    var request =
        new BrokerRegistrationRequestData()
            .setBrokerId(2)
            .setClusterId(HandlerNode.CLUSTER_ID)
            .setIncarnationId(new Uuid(2, 2));
    request.listeners().add(new Listener().setName("CONTROLLER").setHost("h").setPort(9093));
    for (SupportedFeature each : features) {
      request
          .features()
          .add(
              new Feature()
                  .setName(each.name())
                  .setMinSupportedVersion((short) each.minLevel())
                  .setMaxSupportedVersion((short) each.maxLevel()));
    }
    var answer = node.ask(new BrokerRegistrationHandler(node.controller, 1), 4, request);
    return error(answer.errorCode());
  }

  private static ErrorCode error(short code) {
    return ErrorCode.ofCode(code);
  }
}
