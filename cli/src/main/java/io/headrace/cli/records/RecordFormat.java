package io.headrace.cli.records;

import io.headrace.cli.cluster.Source.Received;
import java.io.IOException;
import java.io.OutputStream;

/// How `consume` writes a record.
interface RecordFormat {

  /// What stands before all records.
  default void writeHeader(OutputStream out) throws IOException {}

  void write(Received record, OutputStream out) throws IOException;
}
