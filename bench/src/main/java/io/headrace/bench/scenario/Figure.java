package io.headrace.bench.scenario;

/// What one run has measured.
public record Figure(Metric metric, double value) {}
