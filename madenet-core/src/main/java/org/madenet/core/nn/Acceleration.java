package org.madenet.core.nn;

import java.util.concurrent.atomic.AtomicBoolean;
import org.madenet.core.nn.kernel.OneDnn;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.Nd4jCpu;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether networks run at the speed of the machine. This package's layers call oneDNN themselves;
 * Deeplearning4j's own layers do so through their helpers, which are off in 1.0.0-M2.1 unless two
 * things are undone. {@link #enable()} undoes them.
 *
 * <p>Threads: any.
 */
public final class Acceleration {

  private static final Logger LOG = LoggerFactory.getLogger(Acceleration.class);
  private static final String HELPERS = "org.eclipse.deeplearning4j.helpers.disable";
  private static final AtomicBoolean CHECKED = new AtomicBoolean();

  private Acceleration() {}

  /**
   * What is on.
   *
   * @param layers whether this package's float32 layers compute through oneDNN
   * @param stockHelpers whether Deeplearning4j's own layers do
   * @param reason why the layers do not, or an empty text
   * @param library the native library of the layers, or an empty text
   * @param backend name of the ND4J backend
   */
  public record Status(
      boolean layers, boolean stockHelpers, String reason, String library, String backend) {

    @Override
    public String toString() {
      return (layers ? "layers through " + library : "layers through ND4J (" + reason + ")")
          + "; stock layers' helpers "
          + (stockHelpers ? "on" : "off")
          + "; backend "
          + backend;
    }
  }

  /**
   * Turns on what can be turned on. Called by whatever makes networks; to have it for stock layers
   * call it before the first of them is made. A property that the user has set is left alone.
   */
  public static void enable() {
    if (CHECKED.compareAndSet(false, true)) {
      if (System.getProperty(HELPERS) == null) {
        System.setProperty(HELPERS, "false");
      }
      Status status = status();
      if (!status.layers() && Nd4j.getEnvironment().isCPU()) {
        LOG.warn(
            "oneDNN is off, networks run about ten times slower: {}. Put org.bytedeco:dnnl with"
                + " this platform's classifier on the classpath.",
            status.reason());
      }
    }
  }

  /**
   * What is on now.
   *
   * @return a snapshot
   */
  public static Status status() {
    boolean layers = OneDnn.isAvailable();
    boolean cpu = Nd4j.getEnvironment().isCPU();
    return new Status(
        layers,
        cpu
            && "false".equals(System.getProperty(HELPERS))
            && Nd4jCpu.Environment.getInstance().isUseMKLDNN(),
        layers ? "" : OneDnn.whyNot(),
        layers ? "oneDNN " + OneDnn.version() : "",
        Nd4j.getBackend().getClass().getSimpleName());
  }
}
