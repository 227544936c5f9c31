package io.headrace.group;

import io.headrace.group.classic.GroupState;

/// A group in a list of groups.
public record ListedGroup(String groupId, String protocolType, GroupState state) {}
