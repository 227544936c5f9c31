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
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.jspecify.annotations.Nullable;

/// IncrementalAlterConfigs: what is not named stays as it is.
public final class IncrementalAlterConfigsHandler
    implements ApiHandler<IncrementalAlterConfigsRequestData, IncrementalAlterConfigsResponseData> {
  private final ConfigChanges changes;

  public IncrementalAlterConfigsHandler(ConfigChanges changes) {
    this.changes = changes;
  }

  @Override
  public void handle(
      ApiCall<IncrementalAlterConfigsRequestData, IncrementalAlterConfigsResponseData> call) {
    var wanted = new ArrayList<Wanted>();
    for (AlterConfigsResource resource : call.request().resources()) {
      wanted.add(
          new Wanted(
              resource.resourceType(),
              resource.resourceName(),
              Style.INCREMENTAL,
              operations(resource)));
    }
    changes.apply(
        wanted,
        call.request().validateOnly(),
        call.later(all -> {
          var answer = new IncrementalAlterConfigsResponseData();
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

  private static @Nullable List<Operation> operations(AlterConfigsResource resource) {
    var operations = new ArrayList<Operation>();
    for (AlterableConfig config : resource.configs()) {
      int kind = config.configOperation();
      if (kind < 0 || kind >= Kind.values().length) {
        return null;
      }
      operations.add(new Operation(config.name(), Kind.values()[kind], config.value()));
    }
    return operations;
  }
}
