package org.madenet.bench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.madenet.core.TrainingException;
import org.nd4j.linalg.factory.Nd4jBackend;
import picocli.CommandLine;

/** Failures as one line on standard error, and the exit code that goes with them. */
public final class Failures {

  /** A fault of madenet, or a training that diverged. */
  static final int OURS = 1;

  /** A mistake of the caller: a wrong option, file or folder, or a place that cannot be written. */
  static final int CALLERS = 2;

  /** Interrupted, as shells count Ctrl-C. */
  static final int INTERRUPTED = 130;

  private static final Pattern ND4J_LIBRARY = Pattern.compile("nd4j|dnnl|openblas|javacpp");

  private Failures() {}

  /**
   * Reports options that could not be understood.
   *
   * @param mistake what the parser says
   * @param args the options
   * @return the exit code
   */
  public static int usage(CommandLine.ParameterException mistake, String[] args) {
    CommandLine at = mistake.getCommandLine();
    print(
        at.getErr(),
        oneLine(mistake.getMessage())
            + " ("
            + at.getCommandSpec().qualifiedName()
            + " --help explains)");
    return CALLERS;
  }

  /**
   * Reports a failed command.
   *
   * @param failure why it failed
   * @param err where to report
   * @param verbose whether to add the stack trace
   * @return the exit code
   */
  public static int report(Throwable failure, PrintWriter err, boolean verbose) {
    if (Thread.currentThread().isInterrupted() && !(failure instanceof StoppedException)) {
      // Whatever it failed with: a read or a wait that was cut off.
      return report(new StoppedException("stopped before it was done", failure), err, verbose);
    }
    if (withoutNatives(failure)) {
      print(
          err,
          "ND4J has no native code that runs here, on %s %s; madenet brings it for Linux, Windows and macOS on x86-64, the one that it was built on"
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
      stackTrace(failure, err, verbose);
      return CALLERS;
    }
    Optional<Throwable> starved =
        causes(failure).filter(OutOfMemoryError.class::isInstance).findFirst();
    int code = starved.isPresent() ? OURS : code(failure);
    String hint =
        code == OURS && !(failure instanceof TrainingException) && !verbose
            ? ". This is a fault of madenet; --verbose shows where it happened"
            : "";
    print(err, starved.map(Failures::describeStarved).orElseGet(() -> describe(failure) + hint));
    stackTrace(failure, err, verbose);
    return code;
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  /** Whether ND4J found none of its libraries, or none that this machine can load. */
  private static boolean withoutNatives(Throwable failure) {
    return causes(failure)
        .anyMatch(
            cause ->
                cause instanceof Nd4jBackend.NoAvailableBackendException
                    || cause instanceof UnsatisfiedLinkError missing
                        && ND4J_LIBRARY.matcher(String.valueOf(missing.getMessage())).find());
  }

  private static void stackTrace(Throwable failure, PrintWriter err, boolean verbose) {
    if (verbose) {
      failure.printStackTrace(err);
      err.flush();
    }
  }

  private static String describeStarved(Throwable starved) {
    return "out of memory ("
        + describe(starved)
        + "): give Java more with -Xmx, and native memory with -Dorg.bytedeco.javacpp.maxbytes"
        + " (docs/training.md), or take smaller images or batches";
  }

  private static int code(Throwable failure) {
    if (failure instanceof StoppedException) {
      return INTERRUPTED;
    }
    return failure instanceof CallerMistakeException
            || failure instanceof IOException
            || failure instanceof UncheckedIOException
        ? CALLERS
        : OURS;
  }

  private static void print(PrintWriter err, String line) {
    err.println("madenet: " + line);
    err.flush();
  }

  private static String describe(Throwable failure) {
    if (failure instanceof UncheckedIOException && failure.getCause() != null) {
      return describe(failure.getCause());
    }
    if (failure instanceof NoSuchFileException e && e.getReason() == null) {
      return e.getFile() + ": no such file or folder";
    }
    if (failure instanceof AccessDeniedException e) {
      return e.getFile() + ": no permission to read or write it";
    }
    if (failure instanceof NotDirectoryException e) {
      return e.getFile() + ": is a file; a folder is wanted";
    }
    if (failure instanceof FileAlreadyExistsException e) {
      return e.getFile() + ": is a file that stands in the way; name another place";
    }
    if (failure instanceof FileSystemException e && e.getReason() != null) {
      return e.getFile() + ": " + oneLine(e.getReason());
    }
    return failure.getMessage() == null
        ? failure.getClass().getName()
        : oneLine(failure.getMessage());
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
