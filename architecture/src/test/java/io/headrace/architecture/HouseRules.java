package io.headrace.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Optional;

/// The rules that follow from a floor plan.
record HouseRules(FloorPlan plan) {

  private static final List<String> THREADS_AND_SOCKETS =
      List.of("java.util.concurrent", "java.net", "java.nio.channels");

  private static final List<String> DOORS_OF_THE_JDK =
      List.of(
          "java.lang.Thread",
          "java.util.Timer",
          "java.time.Clock",
          "java.io.File",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter",
          "java.io.RandomAccessFile");

  private static final List<String> WORDS_THAT_SAY_NOTHING =
      List.of("Manager", "Util", "Utils", "Helper", "Impl", "Base");

  ArchRule roomsImportOnlyWhatThePlanAllows() {
    return classes()
        .that(areInTheHouse())
        .should(importOnlyWhatTheirRoomMay())
        .as("a room should import only what the floor plan allows");
  }

  ArchRule noPackageIsInACycle() {
    return slices().matching(plan.root() + ".(**)").should().beFreeOfCycles();
  }

  ArchRule decidingRoomsSeeNoClockThreadSocketOrFile() {
    return noClasses()
        .that(areIn(FloorPlan.DECIDING))
        .should()
        .dependOnClassesThat(areDoorsToTheWorld().or(areIn("java.nio.file")));
  }

  ArchRule theLogSeesFilesOnlyThroughItsPort() {
    return noClasses()
        .that(areIn(List.of("log")))
        .should()
        .dependOnClassesThat(
            areDoorsToTheWorld().or(areIn("java.nio.file").and(areNotNamed("java.nio.file.Path"))));
  }

  ArchRule theCoreTakesTimeAndChanceOnlyFromItsPorts() {
    return noClasses()
        .that(areIn(FloorPlan.CORE).or(areIn(List.of("broker.api"))))
        .should(Undetermined.CALLS.be());
  }

  ArchRule onlyWiringSeesTheProductionSideOfThePorts() {
    return noClasses()
        .that(areIn(FloorPlan.CORE).or(areIn(List.of("broker.api"))))
        .should()
        .dependOnClassesThat(areIn(List.of("runtime.system", "runtime.simulated")));
  }

  ArchRule handlersLiveInTheApiRooms() {
    return classes()
        .that(areInTheHouse())
        .and()
        .haveSimpleNameEndingWith("Handler")
        .and()
        .areTopLevelClasses()
        .should()
        .resideInAPackage(plan.root() + ".broker.api..");
  }

  ArchRule handlersDoNotSeeEachOther() {
    return classes().that(areHandlers()).should(seeNoOtherHandler());
  }

  ArchRule namesSayWhatAThingIs() {
    return noClasses()
        .that(areInTheHouse())
        .should()
        .haveSimpleName("Base")
        .orShould()
        .haveNameMatching(".*(" + String.join("|", WORDS_THAT_SAY_NOTHING) + ")");
  }

  private DescribedPredicate<JavaClass> areInTheHouse() {
    return describe("are in the house", type -> plan.roomOf(type.getPackageName()).isPresent());
  }

  private DescribedPredicate<JavaClass> areIn(List<String> rooms) {
    return describe("are in " + rooms, type -> plan.isWithinAny(rooms, type.getPackageName()));
  }

  private DescribedPredicate<JavaClass> areHandlers() {
    return describe(
        "are handlers",
        type ->
            plan.isWithinAny(List.of("broker.api"), type.getPackageName())
                && !type.isInterface()
                && type.getSimpleName().endsWith("Handler"));
  }

  private static DescribedPredicate<JavaClass> areIn(String packageName) {
    return describe(
        "are in " + packageName, type -> Room.isWithin(type.getPackageName(), packageName));
  }

  private static DescribedPredicate<JavaClass> areNotNamed(String name) {
    return describe("are not " + name, type -> !type.getName().equals(name));
  }

  private static DescribedPredicate<JavaClass> areDoorsToTheWorld() {
    return describe(
        "are a clock, a thread, a socket, or a file",
        type ->
            DOORS_OF_THE_JDK.contains(type.getName())
                || THREADS_AND_SOCKETS.stream()
                    .anyMatch(prefix -> Room.isWithin(type.getPackageName(), prefix)));
  }

  private ArchCondition<JavaClass> importOnlyWhatTheirRoomMay() {
    return new ArchCondition<>("import only what their room may") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Room room = plan.roomOf(type.getPackageName()).orElseThrow();
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          if (!mayImport(room, dependency.getTargetClass().getBaseComponentType())) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }
    };
  }

  private boolean mayImport(Room room, JavaClass target) {
    String packageName = target.getPackageName();
    if (target.isPrimitive() || isOpenToAll(packageName)) {
      return true;
    }
    Optional<Room> other = plan.roomOf(packageName);
    return other.isPresent() ? room.maySee(other.get()) : room.mayUse(target.getName());
  }

  private static boolean isOpenToAll(String packageName) {
    return Room.isWithin(packageName, "java")
        || Room.isWithin(packageName, "javax")
        || Room.isWithin(packageName, "org.jspecify");
  }

  private ArchCondition<JavaClass> seeNoOtherHandler() {
    return new ArchCondition<>("see no other handler") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass();
          if (areHandlers().test(target) && !target.equals(type)) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }
    };
  }
}
