package io.headrace.simulator.planted;

import io.headrace.simulator.client.InvariantViolation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.LongConsumer;

/// Runs seeds with a mistake in the code of the node.
final class Mutant implements LongConsumer {
  private final Method run;

  /// @param simulation has a static method `run` that takes a seed
  Mutant(Mutation mutation, Class<?> simulation) {
    var loader = new MutantLoader(mutation);
    try {
      loader.loadClass(mutation.className()); // or the mistake would be nowhere, and never found
      run = loader.loadClass(simulation.getName()).getMethod("run", long.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @throws InvariantViolation if the mistake is found
  @Override
  public void accept(long seed) {
    try {
      run.invoke(null, seed);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      // The mutant has a class of its own for it.
      if (cause != null && cause.getClass().getName().equals(InvariantViolation.class.getName())) {
        throw new InvariantViolation(String.valueOf(cause.getMessage()), cause);
      }
      throw new IllegalStateException("seed " + seed + " could not be run", cause);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
