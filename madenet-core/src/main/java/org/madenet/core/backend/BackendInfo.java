package org.madenet.core.backend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The backend and device of this process. Reports and benchmarks print it, and a detector's
 * provenance keeps its {@link #summary()}.
 *
 * @param madenetVersion version of this library
 * @param nd4jVersion version of ND4J, {@code unknown} if its jar does not say
 * @param backend ND4J's name of the backend: {@code CPU}, {@code CUDA}
 * @param device model of the processor or GPU
 * @param nativeBuild the native library in use, with platform and extension, for instance {@code
 *     nd4j-native-1.0.0-M2.1-linux-x86_64-onednn-avx2}; {@code unknown} if it cannot be told
 * @param nativeFeatures what the native library was built with, for instance {@code ONEDNN}
 * @param blasVendor the BLAS library in use
 * @param cores logical processors of this process
 * @param threads OpenMP threads of native operations
 * @param maxHeapBytes limit of the Java heap
 * @param maxOffHeapBytes limit of native memory, {@code org.bytedeco.javacpp.maxbytes}; 0 is none
 * @param maxPhysicalBytes limit of the whole process's memory, {@code
 *     org.bytedeco.javacpp.maxphysicalbytes}; 0 is none
 * @param java version and vendor of the Java runtime
 * @param operatingSystem name, version and architecture
 */
public record BackendInfo(
    String madenetVersion,
    String nd4jVersion,
    String backend,
    String device,
    String nativeBuild,
    List<String> nativeFeatures,
    String blasVendor,
    int cores,
    int threads,
    long maxHeapBytes,
    long maxOffHeapBytes,
    long maxPhysicalBytes,
    String java,
    String operatingSystem) {

  private static final String FEATURE = "HAVE_";

  /** Copies the list. */
  public BackendInfo {
    nativeFeatures = List.copyOf(nativeFeatures);
  }

  /**
   * Asks the running process. Loads ND4J's native library if that has not happened yet.
   *
   * @return the facts as they are now
   */
  public static BackendInfo current() {
    Properties facts = Nd4j.getExecutioner().getEnvironmentInformation();
    NativeOps natives = NativeOpsHolder.getInstance().getDeviceNativeOps();
    return new BackendInfo(
        LibraryVersions.madenet(),
        LibraryVersions.nd4j(),
        fact(facts, "backend"),
        Device.name(natives),
        loadedNatives(),
        features(natives),
        fact(facts, "blas.vendor"),
        Runtime.getRuntime().availableProcessors(),
        natives.ompGetMaxThreads(),
        Runtime.getRuntime().maxMemory(),
        Pointer.maxBytes(),
        Pointer.maxPhysicalBytes(),
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
  }

  /**
   * Backend, device and native build in one line.
   *
   * @return for provenance and reports
   */
  public String summary() {
    return backend + ", " + device + ", " + nativeBuild;
  }

  /**
   * All facts for people, in a fixed order.
   *
   * @return values by label
   */
  public Map<String, String> rows() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("madenet", madenetVersion);
    rows.put("ND4J", nd4jVersion);
    rows.put("backend", backend);
    rows.put("device", device);
    rows.put("native build", nativeBuild);
    rows.put("native features", String.join(", ", nativeFeatures));
    rows.put("BLAS", blasVendor);
    rows.put("cores", Integer.toString(cores));
    rows.put("OpenMP threads", Integer.toString(threads));
    rows.put("Java heap, at most", mebibytes(maxHeapBytes));
    rows.put("native memory, at most", mebibytes(maxOffHeapBytes));
    rows.put("process memory, at most", mebibytes(maxPhysicalBytes));
    rows.put("Java", java);
    rows.put("operating system", operatingSystem);
    return rows;
  }

  private static String mebibytes(long bytes) {
    return bytes <= 0 ? "no limit" : String.format(Locale.ROOT, "%d MiB", bytes >> 20);
  }

  private static String fact(Properties facts, String key) {
    Object value = facts.get(key);
    return value == null ? "unknown" : value.toString();
  }

  /** The jar, or its folder name, that the loaded native library was extracted from. */
  private static String loadedNatives() {
    return Loader.getLoadedLibraries().entrySet().stream()
        .filter(library -> library.getKey().startsWith("jnind4j"))
        .map(Map.Entry::getValue)
        .flatMap(path -> List.of(path.replace('\\', '/').split("/")).stream())
        .filter(part -> part.endsWith(".jar"))
        .map(part -> part.substring(0, part.length() - ".jar".length()))
        .findFirst()
        .orElse("unknown");
  }

  private static List<String> features(NativeOps natives) {
    return natives
        .buildInfo()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(FEATURE))
        .map(line -> line.substring(FEATURE.length()))
        .toList();
  }
}
