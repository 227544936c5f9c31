package io.headrace.log.segment;

/// What reading needs for the length of a call: one for each thread that reads.
public record ReadScratch(BatchWalk walk, Checksums checksums, BatchSearch search) {

  public ReadScratch() {
    this(new BatchWalk(), new Checksums(), new BatchSearch());
  }
}
