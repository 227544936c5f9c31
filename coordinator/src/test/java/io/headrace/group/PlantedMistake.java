package io.headrace.group;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.util.function.Consumer;

/// A mistake that somebody might make: the body of one method is another.
///
/// @param className the binary name of the class
/// @param body writes the instructions that are there instead, with those that return
record PlantedMistake(String story, String className, String method, Consumer<CodeBuilder> body) {

  @Override
  public String toString() {
    return story;
  }

  /// The class with the mistake in it.
  ///
  /// @throws IllegalStateException if the method is not there: it was renamed, and so must this be
  byte[] plantIn(byte[] classFile) {
    var model = ClassFile.of().parse(classFile);
    if (model.methods().stream().noneMatch(it -> it.methodName().equalsString(method))) {
      throw new IllegalStateException("no method " + method + " in " + className);
    }
    var replacing =
        new CodeTransform() {
          @Override
          public void accept(CodeBuilder builder, CodeElement element) {
            // what was there is dropped
          }

          @Override
          public void atEnd(CodeBuilder builder) {
            body.accept(builder);
          }
        };
    return ClassFile.of()
        .transformClass(
            model,
            ClassTransform.transformingMethodBodies(
                it -> it.methodName().equalsString(method), replacing));
  }
}
