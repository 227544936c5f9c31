package io.headrace.architecture.planted.network;

/// A handler outside the rooms of the APIs.
public final class StrayHandler {}
