package io.headrace.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PersistentMapTest {

  private static final int KEYS = 500;

  @Test
  void agreesWithATreeMapThroughRandomChanges() {
    for (int seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      var expected = new TreeMap<Integer, Integer>();
      PersistentMap<Integer, Integer> map = PersistentMap.empty();
      for (int change = 0; change < 2_000; change++) {
        int key = random.nextInt(KEYS);
        if (random.nextInt(3) == 0) {
          map = map.without(key);
          expected.remove(key);
        } else {
          map = map.with(key, change);
          expected.put(key, change);
        }
      }
      assertThat(map.size()).as("seed " + seed).isEqualTo(expected.size());
      assertThat(keys(map)).as("seed " + seed).isEqualTo(List.copyOf(expected.keySet()));
      for (int key = 0; key < KEYS; key++) {
        assertThat(map.get(key)).as("seed " + seed).isEqualTo(expected.get(key));
      }
    }
  }

  @Test
  void aChangeLeavesTheOldMapAsItWas() {
    PersistentMap<String, Integer> before = PersistentMap.<String, Integer>empty().with("a", 1);

    PersistentMap<String, Integer> after = before.with("a", 2).with("b", 3);

    assertThat(before.get("a")).isEqualTo(1);
    assertThat(before.size()).isEqualTo(1);
    assertThat(after.toString()).isEqualTo("{a=2, b=3}");
  }

  @Test
  void iteratesFromAKeyThatNeedNotBeThere() {
    PersistentMap<Integer, Integer> map = PersistentMap.empty();
    for (int key = 0; key < 100; key += 2) {
      map = map.with(key, key);
    }
    var keys = new ArrayList<Integer>();
    map.iteratorFrom(93).forEachRemaining(entry -> keys.add(entry.key()));

    assertThat(keys).containsExactly(94, 96, 98);
  }

  @Test
  void equalContentsAreEqualWhateverTheirHistory() {
    PersistentMap<Integer, Integer> up = PersistentMap.empty();
    PersistentMap<Integer, Integer> down = PersistentMap.empty();
    for (int key = 0; key < 100; key++) {
      up = up.with(key, key);
      down = down.with(99 - key, 99 - key);
    }

    assertThat(up).isEqualTo(down).hasSameHashCodeAs(down);
    assertThat(up).isNotEqualTo(down.without(3));
  }

  @Test
  void staysShallowWhenKeysArriveInOrder() {
    PersistentMap<Integer, Integer> map = PersistentMap.empty();
    for (int key = 0; key < 100_000; key++) {
      map = map.with(key, key);
    }

    assertThat(map.height()).isLessThanOrEqualTo(24);
  }

  private static List<Integer> keys(PersistentMap<Integer, Integer> map) {
    var keys = new ArrayList<Integer>();
    map.forEach(entry -> keys.add(entry.key()));
    return keys;
  }
}
