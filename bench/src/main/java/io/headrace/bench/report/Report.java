package io.headrace.bench.report;

import io.headrace.bench.machine.Limit;
import java.util.List;

/// Everything that a comparison came to.
///
/// @param notes what was compared, and where
/// @param limits what the machine does without a broker
public record Report(List<String> notes, List<Limit> limits, List<Section> sections) {

  public Report {
    notes = List.copyOf(notes);
    limits = List.copyOf(limits);
    sections = List.copyOf(sections);
  }

  /// Scenarios that are read together.
  public record Section(String name, String title, List<Comparison> comparisons) {

    public Section {
      comparisons = List.copyOf(comparisons);
    }
  }
}
