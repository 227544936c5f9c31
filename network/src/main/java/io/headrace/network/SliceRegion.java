package io.headrace.network;

import io.headrace.runtime.system.FileDiskSlice;
import io.netty.channel.DefaultFileRegion;

/// A slice of a file on its way out by `sendfile`. Netty's region closes the file when it is sent;
/// this one lets go of the slice.
final class SliceRegion extends DefaultFileRegion {

  private final FileDiskSlice slice;

  SliceRegion(FileDiskSlice slice) {
    super(slice.channel(), slice.position(), slice.length());
    this.slice = slice;
  }

  @Override
  protected void deallocate() {
    slice.release();
  }
}
