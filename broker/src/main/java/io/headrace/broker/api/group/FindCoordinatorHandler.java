package io.headrace.broker.api.group;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.group.CoordinatorFinder;
import io.headrace.group.CoordinatorFinder.Found;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;

/// FindCoordinator: which node coordinates a group; since version 4 several groups at once.
///
/// Coordinators of transactions and of share groups are refused, and so that clients give up at
/// once instead of asking until their timeout: `docs/decisions/0011` says why by which error.
public final class FindCoordinatorHandler
    implements ApiHandler<FindCoordinatorRequestData, FindCoordinatorResponseData> {

  private static final int FIRST_WITH_SEVERAL = 4;
  private static final byte GROUP = 0;
  private static final byte TRANSACTION = 1;
  private static final byte SHARE = 2;

  private final CoordinatorFinder finder;

  public FindCoordinatorHandler(CoordinatorFinder finder) {
    this.finder = finder;
  }

  @Override
  public void handle(ApiCall<FindCoordinatorRequestData, FindCoordinatorResponseData> call) {
    FindCoordinatorRequestData request = call.request();
    boolean several = call.version() >= FIRST_WITH_SEVERAL;
    List<String> keys = several ? request.coordinatorKeys() : List.of(request.key());
    var gatherer =
        new Gatherer<>(
            call,
            keys.size(),
            new Coordinator(),
            found -> call.reply(several ? toResponse(found) : toResponse(found.getFirst())));
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      switch (request.keyType()) {
        case GROUP ->
            finder.find(
                key,
                call.listener(),
                gatherer.question(
                    i, found -> toCoordinator(key, found), error -> refusal(key, error)));
        case TRANSACTION ->
            gatherer.put(
                i, refusal(key, ofTransaction(several), "transactions are not served yet"));
        case SHARE -> gatherer.put(i, refusal(key, ErrorCode.UNSUPPORTED_VERSION));
        default -> gatherer.put(i, refusal(key, ErrorCode.INVALID_REQUEST));
      }
    }
  }

  /// librdkafka, which asks for one at a time, tries again after any error but those of rights.
  private static ErrorCode ofTransaction(boolean several) {
    return several
        ? ErrorCode.UNSUPPORTED_VERSION
        : ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
  }

  private static FindCoordinatorResponseData toResponse(List<Coordinator> coordinators) {
    return new FindCoordinatorResponseData().setCoordinators(coordinators);
  }

  private static FindCoordinatorResponseData toResponse(Coordinator coordinator) {
    return new FindCoordinatorResponseData()
        .setNodeId(coordinator.nodeId())
        .setHost(coordinator.host())
        .setPort(coordinator.port())
        .setErrorCode(coordinator.errorCode())
        .setErrorMessage(
            coordinator.errorCode() == ErrorCode.NONE.code()
                ? ErrorCode.NONE.message()
                : coordinator.errorMessage());
  }

  private static Coordinator toCoordinator(String key, Found found) {
    return new Coordinator()
        .setKey(key)
        .setNodeId(found.brokerId())
        .setHost(found.host())
        .setPort(found.port());
  }

  private static Coordinator refusal(String key, ErrorCode error) {
    return refusal(key, error, error.message());
  }

  private static Coordinator refusal(String key, ErrorCode error, String message) {
    return new Coordinator()
        .setKey(key)
        .setNodeId(-1)
        .setHost("")
        .setPort(-1)
        .setErrorCode(error.code())
        .setErrorMessage(message);
  }
}
