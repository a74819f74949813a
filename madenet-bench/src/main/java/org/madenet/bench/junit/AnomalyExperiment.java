package org.madenet.bench.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An experiment whose {@link ExperimentResult} the tests take as a parameter. On a class it serves
 * all its tests; on a method, that one. Equal experiments are run once, also across classes and
 * builds.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(ExperimentExtension.class)
public @interface AnomalyExperiment {

  /**
   * The dataset's folder, relative to the directory that the tests run in.
   *
   * @return a path
   */
  String dataset();

  /**
   * The layout, where more than one fits.
   *
   * @return a layout's name; empty to recognise it
   */
  String layout() default "";

  /**
   * The categories to use.
   *
   * @return their names; none for all
   */
  String[] categories() default {};

  /**
   * The method, one of {@code madenet tables}: a detector of the catalogue, {@code made-net}, or
   * one of its variants such as {@code made-net-blended}.
   *
   * @return its name
   */
  String method();

  /**
   * The options to start from.
   *
   * @return a preset's name
   */
  String preset() default "lite";

  /**
   * The seeds, each a training and an evaluation of its own.
   *
   * @return distinct seeds
   */
  long[] seeds() default {0};

  /**
   * A limit for quick tests.
   *
   * @return epochs of each stage at most; 0 leaves the preset's
   */
  int maxEpochs() default 0;

  /**
   * Detectors that are trained for each category by itself, though one for all is their default:
   * the method, or submodels of {@code made-net}.
   *
   * @return their names
   */
  String[] perCategory() default {};

  /**
   * Side of the images and maps that everything is measured at.
   *
   * @return pixels
   */
  int resolution() default 256;

  /**
   * Where results are kept, each under a digest of what decided it: plan, images, environment and
   * madenet's compiled code. Deleting it costs nothing but time.
   *
   * @return a folder, relative to the directory that the tests run in
   */
  String cache() default "target/madenet-experiments";
}
