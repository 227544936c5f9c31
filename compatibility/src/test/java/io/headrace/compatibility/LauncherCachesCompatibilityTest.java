package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which of the caches of the build the launcher gives to what it starts. Instead of Java there is
/// a script that says how it was called.
final class LauncherCachesCompatibilityTest {

  @TempDir private Path home;
  private Path java;

  @BeforeEach
  void copyTheLauncher() throws IOException {
    Files.createDirectories(home.resolve("tools"));
    Files.copy(Repository.launcher(), home.resolve("headrace"));
    Files.copy(Repository.root().resolve("tools/jdk.sh"), home.resolve("tools/jdk.sh"));
    Path dist = Files.createDirectories(home.resolve("target/dist"));
    Files.writeString(dist.resolve("classpath"), "headrace.jar\n");
    for (String role : List.of("broker", "cluster", "cli")) {
      Files.createFile(dist.resolve(role + ".aot"));
    }
    java = home.resolve("java");
    Path program = Files.createDirectories(java.resolve("bin")).resolve("java");
    Files.writeString(program, "#!/bin/sh\necho \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
  }

  @Test
  void aNodeThatIsAloneGetsThatOfABroker() throws IOException {
    assertThat(cacheOf("start")).isEqualTo("broker");
    assertThat(cacheOf("start", "--set", "num.partitions=3")).isEqualTo("broker");
    assertThat(cacheOf("start", "--config", file("node.id=7"))).isEqualTo("broker");
    assertThat(cacheOf("start", "--config", file("# controller.quorum.voters=1@a:1")))
        .isEqualTo("broker");
  }

  @Test
  void aNodeThatIsToldOfAQuorumGetsThatOfACluster() throws IOException {
    String voters = "controller.quorum.voters=1@a:1,2@b:1";
    assertThat(cacheOf("start", "--set", voters)).isEqualTo("cluster");
    assertThat(cacheOf("start", "--set=" + voters)).isEqualTo("cluster");
    assertThat(cacheOf("start", "--config", file(voters))).isEqualTo("cluster");
    assertThat(cacheOf("start", "--config=" + file(" " + voters))).isEqualTo("cluster");
    assertThat(cacheOf("start", "--config", file("controller.quorum.bootstrap.servers=a:1")))
        .isEqualTo("cluster");
  }

  @Test
  void aCommandGetsItsOwn() {
    assertThat(cacheOf("topic", "list")).isEqualTo("cli");
    assertThat(cacheOf("start", "--help", "--set", "controller.quorum.voters=x")).isEqualTo("cli");
  }

  private String file(String line) throws IOException {
    return Files.writeString(home.resolve("server.properties"), line + "\n").toString();
  }

  private String cacheOf(String... words) {
    var all = new ArrayList<>(List.of("bash", home.resolve("headrace").toString()));
    all.addAll(Arrays.asList(words));
    String said =
        Command.run(Map.of("JAVA_HOME", java.toString()), "", all.toArray(String[]::new))
            .succeeded()
            .output();
    String before = "-XX:AOTCache=" + home.resolve("target/dist") + "/";
    assertThat(said).contains(before);
    String cache = said.substring(said.indexOf(before) + before.length());
    return cache.substring(0, cache.indexOf(".aot"));
  }
}
