package io.headrace.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Fails a test when Netty finds a buffer that was collected before it was released.
///
/// Netty would only log it. Must be installed before the first buffer is made, because Netty asks
/// for its detectors once: every test that makes buffers begins with [#watch].
final class Leaks {

  private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

  static {
    // So that the loop, which switches detection off for speed, leaves it as it is.
    System.setProperty("io.netty.leakDetection.level", "paranoid");
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Factory());
  }

  private Leaks() {}

  /// Has every buffer tracked from here on.
  static void watch() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  /// What has leaked so far and was not told before; empty if all is well, or if the collector has
  /// not yet told of it: the next one who asks will hear.
  static String found() {
    System.gc();
    // Netty looks at what the collector found whenever it makes a buffer.
    ByteBuf buffer = UnpooledByteBufAllocator.DEFAULT.directBuffer(1);
    buffer.release();
    var told = new StringBuilder();
    for (String leak = FOUND.poll(); leak != null; leak = FOUND.poll()) {
      told.append(leak).append('\n');
    }
    return told.toString();
  }

  private static final class Factory extends ResourceLeakDetectorFactory {
    @Override
    @SuppressWarnings("deprecation")
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval, long maxActive) {
      return new Detector<>(resource, samplingInterval);
    }
  }

  private static final class Detector<T> extends ResourceLeakDetector<T> {

    Detector(Class<T> resource, int samplingInterval) {
      super(resource, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resource, String records) {
      FOUND.add(resource + " was not released: " + records);
    }

    @Override
    protected void reportUntracedLeak(String resource) {
      FOUND.add(resource + " was not released");
    }
  }
}
