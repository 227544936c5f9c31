package io.headrace.network.load;

import io.headrace.network.ConnectionId;
import io.headrace.network.EventLoop;
import io.headrace.network.KafkaServer;
import io.headrace.network.Listener;
import io.headrace.network.NetworkLimits;
import io.headrace.network.Request;
import io.headrace.network.RequestReceiver;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.system.FileDisk;
import io.headrace.runtime.system.SyncThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The least that a durable broker can do: writes every frame to one file at the end of the turn,
/// syncs it in groups, and answers. What a real one costs beyond this, it spends above the network.
///
/// Run with a port and a file that it may overwrite.
final class StandIn implements RequestReceiver {

  private static final short CREATE_TOPICS = 19;

  private final EventLoop loop;
  private final DiskFile file;
  private final SyncThread lane;
  private List<Request> arrived = new ArrayList<>();
  private List<Request> written = new ArrayList<>();
  private long end;
  private boolean endOfTurnDue;
  private boolean committing;

  private StandIn(EventLoop loop, Path path) throws IOException {
    this.loop = loop;
    this.file = new FileDisk().create(path);
    this.lane = new SyncThread("sync", loop);
  }

  public static void main(String[] args) throws IOException {
    var loop = EventLoop.start("reactor", Throwable::printStackTrace);
    var listener = new Listener("plaintext", "127.0.0.1", Integer.parseInt(args[0]));
    KafkaServer.open(
            loop, List.of(listener), NetworkLimits.DEFAULTS, new StandIn(loop, Path.of(args[1])))
        .accept();
    System.out.println("pid " + ProcessHandle.current().pid());
  }

  @Override
  public void onRequest(Request request) {
    if (request.frame().getShort(0) == CREATE_TOPICS) {
      request.respond(List.of(new Request.Part.Bytes(ByteBuffer.allocate(16))));
      return;
    }
    arrived.add(request);
    if (!endOfTurnDue) {
      endOfTurnDue = true;
      loop.atEndOfTurn(this::endTurn);
    }
  }

  @Override
  public void onClosed(ConnectionId connection) {}

  private void endTurn() {
    endOfTurnDue = false;
    try {
      ByteBuffer[] frames = new ByteBuffer[arrived.size()];
      long bytes = 0;
      for (int i = 0; i < frames.length; i++) {
        frames[i] = arrived.get(i).frame().duplicate();
        bytes += frames[i].remaining();
      }
      file.write(frames, frames.length, end);
      end = end > (1 << 28) ? 0 : end + bytes;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    written.addAll(arrived);
    arrived.clear();
    commit();
  }

  private void commit() {
    if (committing || written.isEmpty()) {
      return;
    }
    committing = true;
    List<Request> group = written;
    written = new ArrayList<>();
    lane.submit(
        file::sync,
        failure -> {
          committing = false;
          for (Request request : group) {
            ByteBuffer answer = ByteBuffer.allocate(58);
            answer.putInt(4, 1).putShort(8, (short) 4).putInt(14, 1);
            request.respond(List.of(new Request.Part.Bytes(answer)));
          }
          commit();
        });
  }
}
