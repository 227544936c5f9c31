package io.headrace.architecture.planted.broker.api.admin;

/// A handler that another one leans on.
public final class OtherHandler {}
