package io.headrace.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/// Lines such as services log them: a few fields that recur, some numbers that do not, and words of
/// which a few are frequent. Codecs leave about a third of it.
final class LogText {

  private static final List<String> LEVELS = List.of("INFO", "INFO", "INFO", "DEBUG", "WARN");
  private static final List<String> SERVICES =
      List.of("checkout", "inventory", "payments", "search", "sessions", "shipping");
  private static final int VOCABULARY = 2_000;

  private final Random random;
  private final List<String> words;
  private long timeMs = 1_750_000_000_000L;

  LogText(Random random) {
    this.random = random;
    this.words = IntStream.range(0, VOCABULARY).mapToObj(_ -> word()).toList();
  }

  /// So many bytes of it.
  byte[] ofLength(int bytes) {
    var text = new StringBuilder(bytes + 80);
    timeMs += random.nextInt(50);
    text.append(
        String.format(
            Locale.ROOT,
            "{\"time\":%d,\"level\":\"%s\",\"service\":\"%s\",\"trace\":\"%016x\",\"ms\":%d,\"message\":\"",
            timeMs,
            anyOf(LEVELS),
            anyOf(SERVICES),
            random.nextLong(),
            random.nextInt(2_000)));
    while (text.length() < bytes) {
      text.append(frequentWord()).append(random.nextInt(12) == 0 ? ", " : " ");
    }
    text.setLength(bytes - 2);
    return text.append("\"}").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private String anyOf(List<String> some) {
    return some.get(random.nextInt(some.size()));
  }

  /// The n-th word is about as frequent as 1/n.
  private String frequentWord() {
    return words.get((int) Math.pow(VOCABULARY, random.nextDouble()) - 1);
  }

  private String word() {
    var word = new StringBuilder();
    for (int length = 2 + random.nextInt(8); length > 0; length--) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }
}
