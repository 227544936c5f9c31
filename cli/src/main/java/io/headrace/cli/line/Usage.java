package io.headrace.cli.line;

import java.util.List;

/// Writes the help of a command.
public final class Usage {

  private static final int LABEL_WIDTH = 34;

  private Usage() {}

  /// The whole page, ending with a line break.
  public static String page(Syntax syntax, List<Option<?>> globals) {
    var page = new StringBuilder();
    page.append("headrace ").append(syntax.path()).append(": ");
    page.append(syntax.summary()).append("\n\nusage: headrace ").append(syntax.path());
    for (Operand operand : syntax.operands()) {
      page.append(' ').append(operand.shown());
    }
    page.append(" [options]\n\n");
    for (Operand operand : syntax.operands()) {
      line(page, operand.name(), operand.help());
    }
    section(page, "options", syntax.options());
    for (String note : syntax.notes()) {
      page.append('\n').append(note).append('\n');
    }
    section(page, "options of every command", globals);
    if (!syntax.examples().isEmpty()) {
      page.append("\nexamples\n");
    }
    for (String example : syntax.examples()) {
      page.append("  ").append(example).append('\n');
    }
    return page.toString();
  }

  /// One line of a list: a label, and beside or below it what it means.
  public static void line(StringBuilder page, String label, String help) {
    page.append("  ").append(label);
    if (label.length() > LABEL_WIDTH - 2) {
      page.append('\n').repeat(' ', LABEL_WIDTH + 2);
    } else {
      page.repeat(' ', LABEL_WIDTH - label.length());
    }
    page.append(help).append('\n');
  }

  private static void section(StringBuilder page, String title, List<Option<?>> options) {
    if (options.isEmpty()) {
      return;
    }
    page.append('\n').append(title).append('\n');
    for (Option<?> option : options) {
      String label = String.join(", ", option.names());
      String fallback = option.fallback().map(text -> " (default " + text + ")").orElse("");
      line(page, (label + " " + option.placeholder()).strip(), option.help() + fallback);
    }
  }
}
