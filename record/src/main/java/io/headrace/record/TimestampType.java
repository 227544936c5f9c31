package io.headrace.record;

/// Who set the timestamps of a batch: topic config `message.timestamp.type`.
public enum TimestampType {
  /// The producer, record by record.
  CREATE_TIME("CreateTime"),
  /// The broker, one for the whole batch: its max timestamp.
  LOG_APPEND_TIME("LogAppendTime");

  private final String configValue;

  TimestampType(String configValue) {
    this.configValue = configValue;
  }

  /// The name as it is written in topic configs.
  public String configValue() {
    return configValue;
  }
}
