package io.headrace.group.classic;

import io.headrace.group.state.Blob;

/// A way of assigning that a member is able to follow, and what it has to say under it (for
/// consumers: their subscription).
public record Protocol(String name, Blob metadata) {}
