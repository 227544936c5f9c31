package io.headrace.log.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalFormatTest {

  /// Where the memory lies is chance, so many are asked for. A journal file that was left with half
  /// a block would else be grown by nothing for ever.
  @ParameterizedTest
  @ValueSource(ints = {1, 904, 4095, 4096, 5000})
  void memoryForBlocksHoldsWhatWasAskedFor(int bytes) {
    List<ByteBuffer> kept = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ByteBuffer blocks = JournalFormat.allocateBlocks(bytes);
      kept.add(blocks);
      assertThat(blocks.capacity()).isGreaterThanOrEqualTo(bytes);
    }
    assertThat(kept).allMatch(each -> each.alignmentOffset(0, JournalFormat.BLOCK_BYTES) == 0);
  }
}
