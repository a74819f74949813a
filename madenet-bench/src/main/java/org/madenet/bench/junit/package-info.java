/**
 * Experiments as JUnit tests: {@link org.madenet.bench.junit.AnomalyExperiment} names a dataset, a
 * method and seeds; the extension trains and evaluates once, keeps the result on disk under a name
 * made of everything that decides it, and hands it to the tests; {@link
 * org.madenet.bench.junit.ExperimentAssertions} states what it must reach.
 *
 * <pre>{@code
 * @AnomalyExperiment(dataset = "tiles", method = "sfad", seeds = {0, 1, 2})
 * class TilesTest {
 *
 *   @Test
 *   void finds_defects(ExperimentResult result) {
 *     assertThat(result).afterFit().imageAuroc().isAtLeast(0.85);
 *     assertThat(result).afterFineTuning().pixelAp().isAtLeast(0.5);
 *   }
 * }
 * }</pre>
 *
 * <p>JUnit Jupiter and AssertJ are not among madenet's dependencies; the project that tests brings
 * its own.
 */
package org.madenet.bench.junit;
