package org.nd4j.nativeblas;

/**
 * Deeplearning4j 1.0.0-M2.1 looks for this class by name when it decides whether its layers may use
 * oneDNN. The class has since moved to another package, so that the answer is always no. This one
 * stands under the old name and asks ND4J.
 */
public final class Nd4jCpu {

  private Nd4jCpu() {}

  /** Found by reflection. */
  public static final class Environment {

    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    /**
     * Found by reflection.
     *
     * @return the only instance
     */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /**
     * Found by reflection.
     *
     * @return whether ND4J's CPU library was built with oneDNN and uses it
     */
    public boolean isUseMKLDNN() {
      try {
        Class<?> real = Class.forName("org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu$Environment");
        Object environment = real.getMethod("getInstance").invoke(null);
        return (Boolean) real.getMethod("isUseONEDNN").invoke(environment);
      } catch (ReflectiveOperationException | LinkageError e) {
        return false;
      }
    }
  }
}
