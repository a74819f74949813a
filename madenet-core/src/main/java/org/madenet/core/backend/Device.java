package org.madenet.core.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;

/** The model of the processor or GPU that native operations run on. */
final class Device {

  private static final Path CPU_FACTS = Path.of("/proc/cpuinfo");

  private Device() {}

  static String name(NativeOps natives) {
    int device = Nd4j.getAffinityManager().getDeviceForCurrentThread();
    String reported = natives.getDeviceName(device);
    return Nd4j.getEnvironment().isCPU() ? processor().orElse(reported) : reported;
  }

  /** ND4J names a processor by its architecture only; Linux and Windows know the model. */
  private static Optional<String> processor() {
    if (Files.isReadable(CPU_FACTS)) {
      try (Stream<String> lines = Files.lines(CPU_FACTS)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst();
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"));
  }
}
