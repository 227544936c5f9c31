package io.headrace.group.classic;

import io.headrace.group.state.Blob;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A member asks for its assignment; the leader brings everyone's.
///
/// @param protocolType null if the version of the request does not say
/// @param protocolName likewise
/// @param assignments by member id, empty unless it comes from the leader
public record SyncRequest(
    String groupId,
    MemberRef member,
    int generation,
    @Nullable String protocolType,
    @Nullable String protocolName,
    Map<String, Blob> assignments) {

  public SyncRequest {
    assignments = new TreeMap<>(assignments);
  }
}
