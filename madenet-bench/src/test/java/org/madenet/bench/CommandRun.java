package org.madenet.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;

/** What a command did: its exit code and what it printed. */
record CommandRun(int code, String out, String err) {

  static CommandRun of(DetectorCatalog detectors, Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Madenet.commandLine(detectors);
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] words =
        Arrays.stream(args)
            .map(a -> a instanceof Path p ? p.toString() : String.valueOf(a))
            .toArray(String[]::new);
    return new CommandRun(line.execute(words), out.toString(), err.toString());
  }

  static CommandRun of(Object... args) {
    return of(DetectorCatalog.standard(), args);
  }
}
