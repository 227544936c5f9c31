package io.headrace.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import org.apache.kafka.common.utils.Exit;

/// Runs the tools that come with Apache Kafka, unchanged, inside this process: each would otherwise
/// cost more than a second of CPU only to start.
///
/// @param exitCode what the tool would have ended its process with
/// @param output what it wrote to its standard output and standard error
record KafkaTool(int exitCode, String output) {

  /// A tool's `main`.
  interface Main {
    void run(String... arguments) throws Exception;
  }

  private static final class Exited extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// Runs a tool with the given text on its standard input.
  static synchronized KafkaTool run(Main tool, String input, String... arguments) {
    InputStream originalIn = System.in;
    PrintStream originalOut = System.out;
    PrintStream originalErr = System.err;
    var captured = new ByteArrayOutputStream();
    var stream = new PrintStream(captured, true, UTF_8);
    var codes = new ArrayList<Integer>();
    Exit.Procedure exit =
        (code, _) -> {
          codes.add(code);
          throw new Exited();
        };
    Exit.setExitProcedure(exit);
    Exit.setHaltProcedure(exit);
    System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
    System.setOut(stream);
    System.setErr(stream);
    try {
      tool.run(arguments);
    } catch (Exited _) {
      // The code is noted already; some tools catch this themselves and then exit once more.
    } catch (Exception e) {
      codes.add(1);
      e.printStackTrace(stream);
    } finally {
      System.setIn(originalIn);
      System.setOut(originalOut);
      System.setErr(originalErr);
      Exit.resetExitProcedure();
      Exit.resetHaltProcedure();
    }
    stream.flush();
    int exitCode = codes.isEmpty() ? 0 : codes.getFirst();
    return new KafkaTool(exitCode, captured.toString(UTF_8));
  }
}
