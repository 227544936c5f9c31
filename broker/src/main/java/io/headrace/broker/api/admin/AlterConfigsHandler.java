package io.headrace.broker.api.admin;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.broker.api.admin.ConfigChanges.Wanted;
import io.headrace.controller.config.ConfigEdit.Kind;
import io.headrace.controller.config.ConfigEdit.Operation;
import io.headrace.controller.config.ConfigEdit.Style;
import io.headrace.controller.decision.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;
import org.jspecify.annotations.Nullable;

/// AlterConfigs, the older way: what is not named goes back to its default.
public final class AlterConfigsHandler
    implements ApiHandler<AlterConfigsRequestData, AlterConfigsResponseData> {
  private final ConfigChanges changes;

  public AlterConfigsHandler(ConfigChanges changes) {
    this.changes = changes;
  }

  @Override
  public void handle(ApiCall<AlterConfigsRequestData, AlterConfigsResponseData> call) {
    var wanted = new ArrayList<Wanted>();
    for (AlterConfigsResource resource : call.request().resources()) {
      List<Operation> operations = new ArrayList<>();
      resource
          .configs()
          .forEach(it -> operations.add(new Operation(it.name(), Kind.SET, it.value())));
      wanted.add(
          new Wanted(
              resource.resourceType(), resource.resourceName(), Style.REPLACING, operations));
    }
    changes.apply(
        wanted,
        call.request().validateOnly(),
        call.later(refusals -> {
          var answer = new AlterConfigsResponseData();
          for (int index = 0; index < wanted.size(); index++) {
            answer.responses().add(result(wanted.get(index), refusals.get(index)));
          }
          call.reply(answer);
        }));
  }

  private static AlterConfigsResourceResponse result(Wanted wanted, @Nullable Refusal refusal) {
    var result =
        new AlterConfigsResourceResponse()
            .setResourceType((byte) wanted.typeId())
            .setResourceName(wanted.name())
            .setErrorMessage(null);
    return refusal == null
        ? result
        : result.setErrorCode(refusal.error().code()).setErrorMessage(Messages.of(refusal));
  }
}
