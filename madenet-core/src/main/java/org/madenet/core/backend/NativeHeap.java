package org.madenet.core.backend;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/**
 * The C library's heap, which ND4J's arrays come from.
 *
 * <p>glibc keeps freed blocks of up to 32 MiB for later, in one heap per thread. In a training,
 * arrays of many sizes come from one thread and are freed by another, and the kept blocks fit less
 * and less: a training of SRAD that needs 1.5 GiB had 8 GiB after 2500 steps, 3.5 MiB more with
 * every step, while the number of live arrays stayed the same (docs/training.md).
 */
public final class NativeHeap {

  /** From this size on a block is returned to the system as soon as it is freed. */
  static final int LARGE_BYTES = 1 << 20;

  private static final int M_MMAP_THRESHOLD = -3;
  private static final String SETTING = "MALLOC_MMAP_THRESHOLD_";

  private NativeHeap() {}

  /**
   * Makes glibc return large blocks when they are freed. For the whole process, so it is for
   * programs to call and not for libraries; {@code madenet} does. The environment variable {@code
   * MALLOC_MMAP_THRESHOLD_} does the same, and where it is set nothing is changed.
   *
   * @return whether it was done; not on systems without glibc, or where the user has decided
   */
  public static boolean returnLargeBlocks() {
    if (!Platform.isLinux() || System.getenv(SETTING) != null) {
      return false;
    }
    try {
      Function mallopt = Function.getFunction("c", "mallopt");
      return mallopt.invokeInt(new Object[] {M_MMAP_THRESHOLD, LARGE_BYTES}) == 1;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }
}
