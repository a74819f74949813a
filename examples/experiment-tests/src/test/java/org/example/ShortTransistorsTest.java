package org.example;

import static org.madenet.bench.junit.ExperimentAssertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.madenet.bench.junit.AnomalyExperiment;
import org.madenet.bench.junit.ExperimentResult;
import org.madenet.core.ProgressListener;
import org.madenet.data.manudefect.ComponentCategory;
import org.madenet.data.mini.MiniGenerator;
import org.madenet.data.mini.MiniOptions;

/**
 * An experiment as a test: what SFAD reaches on rendered transistors. To use images of your own,
 * name their folder in {@code dataset} and delete {@link #renderImages}.
 */
@AnomalyExperiment(
    dataset = "target/transistors",
    method = "sfad",
    preset = "smoke",
    seeds = {0, 1})
class ShortTransistorsTest {

  @BeforeAll
  static void renderImages() throws IOException {
    MiniOptions options =
        MiniOptions.defaults().withSize(64).withCategories(Set.of(ComponentCategory.SOT));
    new MiniGenerator(options).generate(Path.of("target/transistors"), ProgressListener.NONE);
  }

  /** The bounds are low: these are tiny images, and the preset trains for seconds. */
  @Test
  void fineTuning_onRenderedTransistors_findsMostDefects(ExperimentResult result) {
    assertThat(result).afterFineTuning().imageAuroc().isAtLeast(0.6);
    assertThat(result).afterFineTuning().pixelAuroc().isAtLeastForEverySeed(0.5);
  }

  /** The same experiment: it is not run again. */
  @Test
  void stageOne_onRenderedTransistors_hasFiguresOfTheCategory(ExperimentResult result) {
    assertThat(result).afterFit().category("SOT").imageAuroc().isAtLeast(0.4);
  }
}
