package io.headrace.simulator.client;

import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/// Asks for a group's coordinator until there is one: the first to ask makes the node set up what
/// it keeps groups in.
public final class FindingCoordinator {
  private FindingCoordinator() {}

  public static void of(String group, SimulatedClient client, Runnable then) {
    client.ask(
        ApiKeys.FIND_COORDINATOR,
        2,
        new FindCoordinatorRequestData().setKey(group).setKeyType((byte) 0),
        FindCoordinatorResponseData.class,
        answer -> {
          if (answer == null || answer.errorCode() != 0) {
            client.soon(() -> of(group, client, then));
          } else {
            then.run();
          }
        });
  }
}
