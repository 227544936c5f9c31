package io.headrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds each rule against the house, and against a sin that was planted for it.
final class HouseRulesTest {

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.headrace");
  private static final JavaClasses SINS =
      new ClassFileImporter().importPackages("io.headrace.architecture.planted");

  /// A rule, and the sinners that it must find.
  record Case(String name, Function<HouseRules, ArchRule> rule, List<String> sinners) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "rooms import only what the plan allows",
            HouseRules::roomsImportOnlyWhatThePlanAllows,
            List.of("ClockReader", "FileOpener", "LeaningHandler", "ThingManager")),
        new Case("no package is in a cycle", HouseRules::noPackageIsInACycle, List.of("Cyclic")),
        new Case(
            "deciding rooms see no clock, thread, socket or file",
            HouseRules::decidingRoomsSeeNoClockThreadSocketOrFile,
            List.of("ClockReader")),
        new Case(
            "the log sees files only through its port",
            HouseRules::theLogSeesFilesOnlyThroughItsPort,
            List.of("FileOpener")),
        new Case(
            "the core takes time and chance only from its ports",
            HouseRules::theCoreTakesTimeAndChanceOnlyFromItsPorts,
            List.of("ClockReader", "FileOpener")),
        new Case(
            "only wiring sees the production side of the ports",
            HouseRules::onlyWiringSeesTheProductionSideOfThePorts,
            List.of("ClockReader")),
        new Case(
            "handlers live in the rooms of the APIs",
            HouseRules::handlersLiveInTheApiRooms,
            List.of("StrayHandler")),
        new Case(
            "handlers do not see each other",
            HouseRules::handlersDoNotSeeEachOther,
            List.of("LeaningHandler")),
        new Case(
            "names say what a thing is",
            HouseRules::namesSayWhatAThingIs,
            List.of("ThingManager")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theHouseKeeps(Case tested) {
    ArchRule rule = tested.rule().apply(new HouseRules(FloorPlan.ofTheHouse()));
    rule.allowEmptyShould(true).check(HOUSE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void thePlantedSinsBreak(Case tested) {
    var plan = new FloorPlan("io.headrace.architecture.planted");
    ArchRule rule = tested.rule().apply(new HouseRules(plan));
    String report = rule.evaluate(SINS).getFailureReport().toString();
    assertThat(report).contains(tested.sinners());
  }

  @Test
  void everyPackageOfTheHouseBelongsToARoom() {
    FloorPlan plan = FloorPlan.ofTheHouse();
    assertThat(HOUSE)
        .isNotEmpty()
        .allSatisfy(
            type -> assertThat(plan.roomOf(type.getPackageName())).as(type.getName()).isPresent());
  }
}
