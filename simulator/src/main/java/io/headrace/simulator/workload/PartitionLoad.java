package io.headrace.simulator.workload;

import io.headrace.simulator.client.Target;
import java.util.ArrayList;
import java.util.List;

/// One partition under load: its producers, a reader that never rests, and at the end the question
/// whether all is as it must be.
final class PartitionLoad {
  private final Stage stage;
  private final PartitionHistory history;
  private final LogRules rules;
  private final ReaderClient reader;
  private final List<ProducerClient> producers = new ArrayList<>();
  private final TimeIndexCheck times;
  private boolean checked;

  PartitionLoad(Stage stage, Target target, LogRules rules) {
    this.stage = stage;
    this.history = new PartitionHistory(target);
    this.rules = rules;
    this.reader = new ReaderClient(stage, history, rules);
    this.times = new TimeIndexCheck(stage, target);
    reader.start();
  }

  PartitionHistory history() {
    return history;
  }

  ReaderClient reader() {
    return reader;
  }

  void produce(RecordSource source, Retry retry) {
    var producer = new ProducerClient(stage, history, rules, source, retry);
    producers.add(producer);
    producer.start();
  }

  void stop() {
    producers.forEach(ProducerClient::stop);
    reader.stop();
  }

  boolean idle() {
    return producers.stream().allMatch(ProducerClient::idle);
  }

  void lookAgain() {
    reader.lastPass();
  }

  /// Checks when everything has been read; true when there is nothing left to check.
  boolean satisfied() {
    if (!reader.atEnd()) {
      return false;
    }
    if (!checked) {
      checked = true;
      reader.stop();
      new LogChecker(history, rules, reader).check(stage.damage());
      if (reader.missed().isEmpty()) {
        times.begin(reader.found());
      }
    }
    return times.done() || !reader.missed().isEmpty();
  }
}
