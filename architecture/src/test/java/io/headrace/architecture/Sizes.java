package io.headrace.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Measures how many lines files and methods have, comments within them included.
final class Sizes {

  /// @param name the path of the file, for a method followed by `#` and its name
  record Size(String name, int lines) {
    boolean isOfMethod() {
      return name.contains("#");
    }
  }

  private final SourceTree tree;

  Sizes(SourceTree tree) {
    this.tree = tree;
  }

  List<Size> measure() {
    var sizes = new ArrayList<Size>();
    for (Path file : tree.javaFiles()) {
      sizes.add(new Size(file.toString(), tree.lines(file).size()));
    }
    sizes.addAll(methods());
    return sizes;
  }

  private List<Size> methods() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Path> files = tree.javaFiles().stream().map(tree.root()::resolve).toList();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      var sizes = new ArrayList<Size>();
      for (CompilationUnitTree unit : task.parse()) {
        Path path = tree.root().relativize(Path.of(unit.getSourceFile().toUri()));
        new MethodScanner(path, unit, positions, sizes).scan(unit, null);
      }
      return sizes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class MethodScanner extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Path path;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Size> sizes;

    MethodScanner(
        Path path, CompilationUnitTree unit, SourcePositions positions, List<Size> sizes) {
      this.path = path;
      this.unit = unit;
      this.positions = positions;
      this.sizes = sizes;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      LineMap lines = unit.getLineMap();
      long first = lines.getLineNumber(positions.getStartPosition(unit, method));
      long last = lines.getLineNumber(positions.getEndPosition(unit, method));
      sizes.add(new Size(path + "#" + method.getName(), (int) (last - first + 1)));
      return super.visitMethod(method, unused);
    }
  }
}
