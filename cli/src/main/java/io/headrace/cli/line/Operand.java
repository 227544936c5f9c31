package io.headrace.cli.line;

/// A word of a command that stands without a dash, such as the name of a topic.
///
/// @param name as the help calls it
/// @param help one line
/// @param arity how many of them there may be
public record Operand(String name, String help, Arity arity) {

  /// How many words an operand takes. Only the last operand of a command may take several.
  public enum Arity {
    ONE(1, 1),
    OPTIONAL(0, 1),
    ANY(0, Integer.MAX_VALUE),
    SOME(1, Integer.MAX_VALUE);

    private final int minCount;
    private final int maxCount;

    Arity(int minCount, int maxCount) {
      this.minCount = minCount;
      this.maxCount = maxCount;
    }

    int minCount() {
      return minCount;
    }

    int maxCount() {
      return maxCount;
    }
  }

  /// As the usage line shows it.
  String shown() {
    return switch (arity) {
      case ONE -> name;
      case OPTIONAL -> "[" + name + "]";
      case ANY -> "[" + name + "...]";
      case SOME -> name + "...";
    };
  }
}
