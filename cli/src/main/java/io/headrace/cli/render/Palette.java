package io.headrace.cli.render;

/// Colours, or none.
public enum Palette {
  PLAIN,
  COLOURED;

  private static final String RESET = "\u001b[0m";

  public String heading(String text) {
    return paint("\u001b[1m", text);
  }

  public String alarm(String text) {
    return paint("\u001b[1;31m", text);
  }

  public String hint(String text) {
    return paint("\u001b[36m", text);
  }

  private String paint(String colour, String text) {
    return switch (this) {
      case PLAIN -> text;
      case COLOURED -> colour + text + RESET;
    };
  }
}
