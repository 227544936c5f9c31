package io.headrace.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/// Calls whose result differs between two runs of the same history. `Map.of` and its like are among
/// them because their iteration order is salted anew in every process.
///
/// @param methods as `owner#method`; `<init>` is a constructor
record Undetermined(Set<String> methods) {

  static final Undetermined CALLS =
      new Undetermined(
          Set.of(
              "java.lang.System#nanoTime",
              "java.lang.System#currentTimeMillis",
              "java.lang.System#identityHashCode",
              "java.lang.Math#random",
              "java.time.Instant#now",
              "java.time.LocalDate#now",
              "java.time.LocalDateTime#now",
              "java.time.ZonedDateTime#now",
              "java.util.UUID#randomUUID",
              "java.util.Random#<init>",
              "java.util.SplittableRandom#<init>",
              "java.security.SecureRandom#<init>",
              "java.util.concurrent.ThreadLocalRandom#current",
              "java.util.Collection#parallelStream",
              "java.util.stream.BaseStream#parallel",
              "java.util.stream.Stream#parallel",
              "java.util.Map#ofEntries",
              "java.util.Map#copyOf",
              "java.util.Set#copyOf",
              "java.util.stream.Collectors#toUnmodifiableMap",
              "java.util.stream.Collectors#toUnmodifiableSet",
              "org.apache.kafka.common.Uuid#randomUuid"));

  /// Maps and sets of at most one entry have but one order.
  private static final int PARAMETERS_OF_ONE_ENTRY = 2;

  private static final List<String> SALTED = List.of("java.util.Map", "java.util.Set");

  ArchCondition<JavaClass> be() {
    return new ArchCondition<>("call what differs from run to run") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          if (access instanceof JavaCodeUnitAccess<?> call && isUndetermined(call)) {
            events.add(SimpleConditionEvent.satisfied(type, call.getDescription()));
          }
        }
      }
    };
  }

  private boolean isUndetermined(JavaCodeUnitAccess<?> call) {
    String owner = call.getTargetOwner().getName();
    return methods.contains(owner + "#" + call.getName())
        || (owner.equals("java.util.concurrent.CompletableFuture")
            && usesItsOwnThreads(call.getName()))
        || (SALTED.contains(owner)
            && call.getName().equals("of")
            && hasSeveralEntries(call, owner));
  }

  /// The rest of it runs where it is called; the consensus engine speaks in futures.
  private static boolean usesItsOwnThreads(String method) {
    return method.endsWith("Async")
        || method.endsWith("Timeout")
        || method.equals("delayedExecutor");
  }

  private static boolean hasSeveralEntries(JavaCodeUnitAccess<?> call, String owner) {
    int parameters = call.getTarget().getRawParameterTypes().size();
    boolean varargs = call.getTarget().getRawParameterTypes().stream().anyMatch(JavaClass::isArray);
    int ofOneEntry = owner.endsWith("Map") ? PARAMETERS_OF_ONE_ENTRY : 1;
    return varargs || parameters > ofOneEntry;
  }
}
