package io.headrace.architecture.planted.log;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Goes around its port to a file, sees a library of another room, and iterates in a salted order.
public final class FileOpener {
  long size(Path path, ByteBuf buffer) throws IOException {
    Map<String, Integer> salted = Map.of("a", 1, "b", 2);
    return Files.size(path) + buffer.readableBytes() + salted.size();
  }
}
