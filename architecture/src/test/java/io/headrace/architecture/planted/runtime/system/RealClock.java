package io.headrace.architecture.planted.runtime.system;

/// Stands for the production side of the ports.
public record RealClock() {}
