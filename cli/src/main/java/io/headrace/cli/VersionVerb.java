package io.headrace.cli;

import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import io.headrace.cli.render.Format;

/// Which Headrace this is, and on what it runs.
final class VersionVerb implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("version", "Show which version this is")
        .note("`headrace --version` is the same.")
        .example("headrace version")
        .example("headrace version -o json");
  }

  @Override
  public void run(Session session) {
    String java = System.getProperty("java.version");
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (session.output().style().format() == Format.TABLE) {
      session.output().print("headrace " + version() + " (Java " + java + ", " + system + ")\n");
    } else {
      session
          .output()
          .show(new Card().fact("version", version()).fact("java", java).fact("system", system));
    }
  }

  /// What the build wrote into the archive; there is none in a directory of classes.
  private static String version() {
    String built = VersionVerb.class.getPackage().getImplementationVersion();
    return built == null ? "(not packaged)" : built;
  }
}
