package io.headrace.log.segment;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of a log directory that are open now, at most a given number: files are opened on use,
/// and the one unused for longest is closed to make room.
///
/// A file that a commit is about to sync is pinned and stays open; only then may there be more than
/// the bound. Runs on: the reactor.
public final class OpenFiles {

  private final Disk disk;
  private final int maxOpenFiles;

  /// A ring through all open handles: the one used last comes after this, the oldest before it.
  private final Handle ring;

  private final LoadedIndexes indexes = new LoadedIndexes();
  private int openCount;
  private boolean ended;

  public OpenFiles(Disk disk, int maxOpenFiles) {
    this.disk = disk;
    this.maxOpenFiles = maxOpenFiles;
    this.ring = new Handle(this, Path.of(""));
    ring.newer = ring;
    ring.older = ring;
  }

  public Disk disk() {
    return disk;
  }

  LoadedIndexes indexes() {
    return indexes;
  }

  public int openCount() {
    return openCount;
  }

  /// Nothing is synced any more: from now on files close though they are pinned.
  public void end() {
    ended = true;
  }

  public Handle handle(Path path) {
    return new Handle(this, path);
  }

  private DiskFile open(Handle handle) throws IOException {
    DiskFile file = disk.open(handle.path);
    enter(handle, file);
    return file;
  }

  private void enter(Handle handle, DiskFile file) throws IOException {
    handle.file = file;
    openCount++;
    link(handle);
    Handle next = nextNewer(ring);
    while (openCount > maxOpenFiles && next != ring && next != handle) {
      Handle oldest = next;
      next = nextNewer(oldest);
      if (oldest.pins == 0) {
        oldest.close();
      }
    }
  }

  private Handle nextNewer(Handle handle) {
    Handle next = handle.newer;
    return next == null ? ring : next;
  }

  private void link(Handle handle) {
    Handle newest = ring.older == null ? ring : ring.older;
    handle.older = newest;
    handle.newer = ring;
    newest.newer = handle;
    ring.older = handle;
  }

  /// One file, open or not.
  public static final class Handle {

    private final OpenFiles owner;
    private final Path path;
    private @Nullable DiskFile file;
    private @Nullable Handle older;
    private @Nullable Handle newer;
    private int pins;

    /// Files that were closed while they were pinned; most handles never have one.
    private List<DiskFile> leftOpen = List.of();

    private Handle(OpenFiles owner, Path path) {
      this.owner = owner;
      this.path = path;
    }

    public Path path() {
      return path;
    }

    /// The open file; opens it if need be.
    public DiskFile file() throws IOException {
      DiskFile open = file;
      if (open == null) {
        return owner.open(this);
      }
      if (newer != owner.ring) {
        unlink();
        owner.link(this);
      }
      return open;
    }

    /// Makes the file, empty.
    public DiskFile create() throws IOException {
      DiskFile created = owner.disk.create(path);
      owner.enter(this, created);
      return created;
    }

    /// Keeps the file open until [#unpin], though this handle is closed.
    public DiskFile pin() throws IOException {
      DiskFile open = file();
      pins++;
      return open;
    }

    public void unpin() {
      pins--;
      if (pins == 0) {
        leftOpen.forEach(Handle::closeQuietly);
        leftOpen = List.of();
      }
    }

    /// It was synced, or is deleted: nothing is lost if it cannot be closed.
    private static void closeQuietly(DiskFile file) {
      try {
        file.close();
      } catch (IOException e) {
        return;
      }
    }

    /// Closes the file if it is open; it opens again on the next use. One that is pinned is closed
    /// once it is not: the lane may be about to sync it, though its log is deleted.
    public void close() throws IOException {
      DiskFile open = file;
      if (open == null) {
        return;
      }
      file = null;
      owner.openCount--;
      unlink();
      if (pins == 0 || owner.ended) {
        open.close();
      } else {
        leftOpen = new ArrayList<>(leftOpen);
        leftOpen.add(open);
      }
    }

    private void unlink() {
      Handle before = older;
      Handle after = newer;
      if (before != null && after != null) {
        before.newer = after;
        after.older = before;
      }
      older = null;
      newer = null;
    }
  }
}
