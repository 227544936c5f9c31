package io.headrace.cli.line;

import java.util.ArrayList;
import java.util.List;

/// What one command accepts, and what its help says.
///
/// @param path its words, such as `topic create`
/// @param summary what it does, in one line
/// @param operands in the order they are typed
/// @param options its own; those of every command are added by [Parser]
/// @param notes paragraphs of the help between the options and the examples
/// @param examples command lines worth copying, without `headrace` in front
public record Syntax(
    String path,
    String summary,
    List<Operand> operands,
    List<Option<?>> options,
    List<String> notes,
    List<String> examples) {

  public Syntax {
    operands = List.copyOf(operands);
    options = List.copyOf(options);
    notes = List.copyOf(notes);
    examples = List.copyOf(examples);
  }

  public static Syntax of(String path, String summary) {
    return new Syntax(path, summary, List.of(), List.of(), List.of(), List.of());
  }

  public Syntax operand(String name, String help, Operand.Arity arity) {
    return new Syntax(
        path, summary, plus(operands, new Operand(name, help, arity)), options, notes, examples);
  }

  public Syntax options(Option<?>... more) {
    return new Syntax(path, summary, operands, List.of(more), notes, examples);
  }

  public Syntax note(String paragraph) {
    return new Syntax(path, summary, operands, options, plus(notes, paragraph), examples);
  }

  public Syntax example(String line) {
    return new Syntax(path, summary, operands, options, notes, plus(examples, line));
  }

  private static <T> List<T> plus(List<T> list, T item) {
    var longer = new ArrayList<>(list);
    longer.add(item);
    return longer;
  }
}
