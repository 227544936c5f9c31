package io.headrace.compatibility;

import static io.headrace.compatibility.AdminStage.done;
import static io.headrace.compatibility.AdminStage.get;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.jspecify.annotations.Nullable;

/// Reads and changes configs by Admin.
final class AdminConfigs {

  private AdminConfigs() {}

  static ConfigResource topic(String name) {
    return new ConfigResource(Type.TOPIC, name);
  }

  static ConfigResource node(AdminStage s) {
    return new ConfigResource(Type.BROKER, String.valueOf(s.node));
  }

  static Config config(AdminStage s, ConfigResource resource) {
    return get(s.admin.describeConfigs(List.of(resource)).all()).get(resource);
  }

  static String told(ConfigEntry entry) {
    return entry.value() + " " + entry.source() + " " + entry.type();
  }

  static AlterConfigOp op(String name, OpType type, @Nullable String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), type);
  }

  static String change(AdminStage s, ConfigResource resource, AlterConfigOp... ops) {
    return change(s, resource, new AlterConfigsOptions(), ops);
  }

  static String change(
      AdminStage s, ConfigResource resource, AlterConfigsOptions options, AlterConfigOp... ops) {
    return done(s.admin.incrementalAlterConfigs(Map.of(resource, List.of(ops)), options).all());
  }
}
