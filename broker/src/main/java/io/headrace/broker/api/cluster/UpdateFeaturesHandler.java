package io.headrace.broker.api.cluster;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.feature.FeatureUpdate.Direction;
import io.headrace.controller.feature.FeatureUpdate.Wanted;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKey;
import org.apache.kafka.common.message.UpdateFeaturesResponseData;
import org.apache.kafka.common.message.UpdateFeaturesResponseData.UpdatableFeatureResult;
import org.jspecify.annotations.Nullable;

/// UpdateFeatures: the cluster works at other levels of its features from now on (KIP-584).
public final class UpdateFeaturesHandler
    implements ApiHandler<UpdateFeaturesRequestData, UpdateFeaturesResponseData> {

  /// The last version whose answer has a result for each feature, if all is done.
  private static final int LAST_VERSION_WITH_RESULTS = 1;

  private static final byte UPGRADE = 1;
  private static final byte SAFE_DOWNGRADE = 2;
  private static final byte UNSAFE_DOWNGRADE = 3;

  private final Controller controller;

  public UpdateFeaturesHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public void handle(ApiCall<UpdateFeaturesRequestData, UpdateFeaturesResponseData> call) {
    UpdateFeaturesRequestData request = call.request();
    var wanted = new ArrayList<Wanted>();
    for (FeatureUpdateKey each : request.featureUpdates()) {
      wanted.add(
          new Wanted(each.feature(), each.maxVersionLevel(), direction(each, call.version())));
    }
    controller.updateFeatures(
        request.validateOnly()
            ? Request.validate(request.timeoutMs())
            : Request.change(request.timeoutMs()),
        wanted,
        call.later(outcome -> call.reply(answer(request, call.version(), refusalOf(outcome)))));
  }

  private static Direction direction(FeatureUpdateKey update, int version) {
    if (version == 0) {
      return update.allowDowngrade() ? Direction.SAFE_DOWNGRADE : Direction.UPGRADE;
    }
    return switch (update.upgradeType()) {
      case UPGRADE -> Direction.UPGRADE;
      case SAFE_DOWNGRADE -> Direction.SAFE_DOWNGRADE;
      case UNSAFE_DOWNGRADE -> Direction.UNSAFE_DOWNGRADE;
      default -> Direction.UNKNOWN;
    };
  }

  private static @Nullable Refusal refusalOf(Outcome<List<Wanted>> outcome) {
    return switch (outcome) {
      case Outcome.Done<List<Wanted>> _ -> null;
      case Outcome.Refused<List<Wanted>> refused -> refused.refusal();
    };
  }

  private static UpdateFeaturesResponseData answer(
      UpdateFeaturesRequestData request, int version, @Nullable Refusal refusal) {
    short error = refusal == null ? 0 : refusal.error().code();
    String message = refusal == null ? null : refusal.message();
    var answer = new UpdateFeaturesResponseData().setErrorCode(error).setErrorMessage(message);
    if (refusal == null && version <= LAST_VERSION_WITH_RESULTS) {
      for (FeatureUpdateKey each : request.featureUpdates()) {
        answer
            .results()
            .add(
                new UpdatableFeatureResult()
                    .setFeature(each.feature())
                    .setErrorMessage(ErrorCode.NONE.name()));
      }
    }
    return answer;
  }
}
