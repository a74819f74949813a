package org.madenet.bench.command;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** What the user typed, for records: words with blanks are quoted. */
final class CommandText {

  private CommandText() {}

  static String of(CommandSpec spec) {
    Stream<String> words = spec.root().commandLine().getParseResult().originalArgs().stream();
    return Stream.concat(Stream.of("madenet"), words)
        .map(w -> w.matches("[\\w./:=+,@-]+") ? w : "'" + w.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
