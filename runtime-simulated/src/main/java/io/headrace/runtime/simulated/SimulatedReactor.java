package io.headrace.runtime.simulated;

import io.headrace.runtime.Reactor;
import java.util.ArrayDeque;

/// A mailbox that is drained in turns of seeded length.
public final class SimulatedReactor implements Reactor {
  private static final int MAX_ITEMS_PER_TURN = 8;

  private final Life life;
  private final SimulatedRandom random;
  private final ArrayDeque<Runnable> mailbox = new ArrayDeque<>();
  private final ArrayDeque<Runnable> endOfTurn = new ArrayDeque<>();
  private boolean turnScheduled;
  private boolean inTurn;

  SimulatedReactor(Life life, SimulatedWorld world) {
    this.life = life;
    this.random = world.random().fork();
  }

  @Override
  public void execute(Runnable item) {
    mailbox.add(item);
    scheduleTurn();
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public void atEndOfTurn(Runnable task) {
    endOfTurn.add(task);
    scheduleTurn();
  }

  private void scheduleTurn() {
    if (!turnScheduled && !inTurn) {
      turnScheduled = true;
      life.after(random.nextInt(20_000), this::turn);
    }
  }

  private void turn() {
    turnScheduled = false;
    inTurn = true;
    int items = 1 + random.nextInt(MAX_ITEMS_PER_TURN);
    for (int i = 0; i < items && !mailbox.isEmpty(); i++) {
      mailbox.remove().run();
    }
    while (!endOfTurn.isEmpty()) {
      endOfTurn.remove().run();
    }
    inTurn = false;
    if (!mailbox.isEmpty()) {
      scheduleTurn();
    }
  }
}
