package io.headrace.broker.api.admin;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.broker.api.admin.ConfigChanges.Told;
import io.headrace.broker.api.admin.ConfigChanges.Wanted;
import io.headrace.controller.config.ConfigEdit.Kind;
import io.headrace.controller.config.ConfigEdit.Operation;
import io.headrace.controller.config.ConfigEdit.Style;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;

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
        call.later(all -> {
          var answer = new AlterConfigsResponseData();
          for (Told told : all) {
            answer
                .responses()
                .add(
                    new AlterConfigsResourceResponse()
                        .setResourceType(told.typeId())
                        .setResourceName(told.name())
                        .setErrorCode(told.errorCode())
                        .setErrorMessage(told.message()));
          }
          call.reply(answer);
        }));
  }
}
