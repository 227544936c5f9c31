package io.headrace.broker.api;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiVersionsAnswer.Served;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The APIs that this broker serves. What ApiVersions answers and what `docs/apis.md` says is
/// derived from it.
public final class ApiTable {

  private final Map<ApiKey, ApiRow> rows = new EnumMap<>(ApiKey.class);

  public ApiTable(List<ApiRow> rows) {
    for (ApiRow row : rows) {
      if (this.rows.put(row.apiKey(), row) != null) {
        throw new IllegalArgumentException("two rows for " + row.apiKey());
      }
    }
  }

  /// Null if the API is not served.
  public @Nullable ApiRow row(ApiKey apiKey) {
    return rows.get(apiKey);
  }

  /// All rows, by key.
  public List<ApiRow> rows() {
    return List.copyOf(rows.values());
  }

  /// What ApiVersions tells of, by key.
  public List<Served> advertised() {
    return rows.values().stream()
        .map(row -> new Served(row.apiKey(), row.advertisedLowestVersion(), row.highestVersion()))
        .toList();
  }
}
