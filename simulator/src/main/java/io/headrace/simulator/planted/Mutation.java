package io.headrace.simulator.planted;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.concurrent.atomic.AtomicBoolean;

/// A mistake in the code of one method: a call that is missing, another constant, or a body that
/// always answers the same.
///
/// @param owner the class, without `io.headrace.`
/// @param callee the call that is left out or the constant that is another, wherever the method has
///   it; empty for the whole body
/// @param result what comes instead of the result: a number, or the name of a constant of the
///   result's own type; empty where there is no result
record Mutation(String owner, String method, String callee, Object result) {
  private static final String ROOT = "io.headrace.";
  private static final String NOTHING = "";

  /// The call's only argument, a `long`, is taken for its result.
  static final String ARGUMENT = "its argument";

  /// A call without result is left out.
  static Mutation leftOut(String owner, String method, String callee) {
    return new Mutation(owner, method, callee, NOTHING);
  }

  /// A call is left out, and `result` taken for its result.
  static Mutation leftOut(String owner, String method, String callee, Object result) {
    return new Mutation(owner, method, callee, result);
  }

  /// Another method of the same owner and type is called.
  static Mutation mistaken(String owner, String method, String callee, String other) {
    return new Mutation(owner, method, callee, new Mistaken(other));
  }

  /// Another constant is used, of the same type.
  static Mutation confused(String owner, String method, String constant, String other) {
    return new Mutation(owner, method, constant, new Confused(other));
  }

  /// The method does nothing but answer `result`.
  static Mutation answers(String owner, String method, Object result) {
    return new Mutation(owner, method, "", result);
  }

  /// The name of the method that is called by mistake.
  private record Mistaken(String name) {}

  /// The name of the constant that is used by mistake.
  private record Confused(String name) {}

  String className() {
    return ROOT + owner;
  }

  /// The class with the mistake in it.
  ///
  /// @throws IllegalStateException if there is no such method or call (any more): a mistake that is
  ///   not made proves nothing
  byte[] appliedTo(byte[] classBytes) {
    var applied = new AtomicBoolean();
    ClassFile classes = ClassFile.of();
    byte[] changed =
        classes.transformClass(
            classes.parse(classBytes),
            ClassTransform.transformingMethods(
                candidate -> candidate.methodName().equalsString(method),
                (builder, element) -> {
                  if (element instanceof java.lang.classfile.CodeModel code) {
                    MethodModel whole = code.parent().orElseThrow();
                    builder.transformCode(
                        code, callee.isEmpty() ? body(whole, applied) : calls(applied));
                  } else {
                    builder.with(element);
                  }
                }));
    if (!applied.get()) {
      throw new IllegalStateException("nothing to change: " + this);
    }
    return changed;
  }

  private CodeTransform body(MethodModel whole, AtomicBoolean applied) {
    return new CodeTransform() {
      @Override
      public void accept(CodeBuilder builder, CodeElement element) {
        applied.set(true);
      }

      @Override
      public void atEnd(CodeBuilder builder) {
        ClassDesc type = whole.methodTypeSymbol().returnType();
        pushResult(builder, type);
        builder.return_(TypeKind.from(type));
      }
    };
  }

  private CodeTransform calls(AtomicBoolean applied) {
    return (builder, element) -> {
      if (element instanceof FieldInstruction field
          && result instanceof Confused(String other)
          && field.opcode() == Opcode.GETSTATIC
          && field.name().equalsString(callee)) {
        applied.set(true);
        builder.getstatic(field.owner().asSymbol(), other, field.typeSymbol());
      } else if (element instanceof InvokeInstruction call && call.name().equalsString(callee)) {
        applied.set(true);
        if (result.equals(ARGUMENT)) {
          builder.dup2_x1().pop2().pop();
          return;
        }
        if (result instanceof Mistaken(String other)) {
          builder.invoke(
              call.opcode(), call.owner().asSymbol(), other, call.typeSymbol(), call.isInterface());
          return;
        }
        popArguments(builder, call);
        pushResult(builder, call.typeSymbol().returnType());
      } else {
        builder.with(element);
      }
    };
  }

  private static void popArguments(CodeBuilder builder, InvokeInstruction call) {
    for (ClassDesc argument : call.typeSymbol().parameterList().reversed()) {
      if (TypeKind.from(argument).slotSize() == 2) {
        builder.pop2();
      } else {
        builder.pop();
      }
    }
    if (call.opcode() != Opcode.INVOKESTATIC) {
      builder.pop();
    }
  }

  private void pushResult(CodeBuilder builder, ClassDesc type) {
    switch (TypeKind.from(type)) {
      case VOID -> {}
      case LONG -> builder.loadConstant(((Number) result).longValue());
      case REFERENCE -> {
        if (result.equals(NOTHING)) {
          builder.aconst_null();
        } else {
          builder.getstatic(type, String.valueOf(result), type);
        }
      }
      default -> builder.loadConstant(((Number) result).intValue());
    }
  }
}
