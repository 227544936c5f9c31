package io.headrace.bench.machine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Takes files out of the page cache, which needs no rights but to read them: their pages are
/// synced and then given up with `posix_fadvise`. Pages that some process has mapped stay.
public final class PageCache {

  private static final int READ_ONLY = 0;
  private static final int DONT_NEED = 4;

  private final MethodHandle open = c("open", 2, ADDRESS, JAVA_INT);
  private final MethodHandle fsync = c("fsync", 1, JAVA_INT);
  private final MethodHandle fadvise =
      c("posix_fadvise", 4, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private final MethodHandle close = c("close", 1, JAVA_INT);

  /// All files below a directory.
  public void drop(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        dropFile(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void dropFile(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = call(open, arena.allocateFrom(file.toString()), READ_ONLY);
      if (descriptor < 0) {
        return; // it was deleted meanwhile
      }
      boolean dropped =
          call(fsync, descriptor) == 0 && call(fadvise, descriptor, 0L, 0L, DONT_NEED) == 0;
      call(close, descriptor);
      if (!dropped) {
        throw new IOException(file + " cannot be taken out of the page cache");
      }
    }
  }

  private static int call(MethodHandle function, Object... arguments) {
    try {
      return (int) function.invokeWithArguments(List.of(arguments));
    } catch (Throwable e) {
      throw new IllegalStateException("a function of the C library cannot be called", e);
    }
  }

  private static MethodHandle c(String name, int fixed, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(),
        FunctionDescriptor.of(JAVA_INT, arguments),
        Linker.Option.firstVariadicArg(fixed));
  }
}
