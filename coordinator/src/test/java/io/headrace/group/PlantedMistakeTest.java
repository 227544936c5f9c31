package io.headrace.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The tests of groups find mistakes: each of these is planted in the classes as they are, and must
/// be found by a story or within twenty seeds.
final class PlantedMistakeTest {

  private static final ClassDesc ERROR_CODE = ClassDesc.of("io.headrace.protocol.ErrorCode");
  private static final ClassDesc OFFSET = ClassDesc.of("io.headrace.group.state.CommittedOffset");

  private static final Consumer<CodeBuilder> NOTHING = CodeBuilder::return_;
  private static final Consumer<CodeBuilder> FALSE = code -> code.iconst_0().ireturn();
  private static final Consumer<CodeBuilder> TRUE = code -> code.iconst_1().ireturn();
  private static final Consumer<CodeBuilder> NO_ERROR =
      code -> code.getstatic(ERROR_CODE, "NONE", ERROR_CODE).areturn();

  /// `return offset.commitTimestampMs()`
  private static final Consumer<CodeBuilder> SINCE_COMMIT =
      code ->
          code.aload(1)
              .invokevirtual(OFFSET, "commitTimestampMs", MethodTypeDesc.of(ConstantDescs.CD_long))
              .invokestatic(
                  ConstantDescs.CD_Long,
                  "valueOf",
                  MethodTypeDesc.of(ConstantDescs.CD_Long, ConstantDescs.CD_long))
              .areturn();

  static List<PlantedMistake> mistakes() {
    return List.of(
        inGroup("a generation has the number of the last", "ClassicGroup", "bump", NOTHING),
        inGroup("a fenced static member is heard", "Members", "check", NO_ERROR),
        inGroup("a commit of an old generation counts", "ClassicGroup", "checkCommit", NO_ERROR),
        inGroup("a member id is not required", "JoinRequest$Abilities", "comesBackWithId", FALSE),
        inGroup("nobody waits for missing members", "Members", "haveAllJoined", TRUE),
        inGroup("a protocol that not all know is let in", "Joining", "agreesWithGroup", TRUE),
        new PlantedMistake(
            "offsets of a group at work expire",
            "io.headrace.group.offsets.OffsetExpiry",
            "agesSince",
            SINCE_COMMIT),
        new PlantedMistake(
            "an offset is acknowledged before it is stored",
            "io.headrace.coordinator.Outbox",
            "hasRecords",
            FALSE),
        new PlantedMistake(
            "what the log has lost stays in the state",
            "io.headrace.coordinator.LoggedMachine",
            "takeBack",
            NOTHING));
  }

  private static PlantedMistake inGroup(
      String story, String simpleName, String method, Consumer<CodeBuilder> body) {
    return new PlantedMistake(story, "io.headrace.group.classic." + simpleName, method, body);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isFound(PlantedMistake mistake) throws Exception {
    assertThat(playedWith(mistake)).as("what finds it").isNotEmpty();
  }

  @Test
  void withoutAMistakeNothingIsFound() throws Exception {
    assertThat(playedWith(null)).isEmpty();
  }

  private static String playedWith(@Nullable PlantedMistake mistake) throws Exception {
    Object histories =
        new Loader(mistake)
            .loadClass(GroupHistories.class.getName())
            .getDeclaredConstructor()
            .newInstance();
    return ((Callable<?>) histories).call().toString();
  }

  /// Loads the coordinator, its groups, and their tests anew, with a mistake among them.
  private static final class Loader extends ClassLoader {
    private final @Nullable PlantedMistake mistake;

    Loader(@Nullable PlantedMistake mistake) {
      super(PlantedMistakeTest.class.getClassLoader());
      this.mistake = mistake;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.headrace.group.") && !name.startsWith("io.headrace.coordinator.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(file)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        if (mistake != null && mistake.className().equals(name)) {
          bytes = mistake.plantIn(bytes);
        }
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
