package org.madenet.sfad;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.ProgressListener;
import org.madenet.core.train.RandomStreams;

class UnsupervisedStageTest {

  /** Batches of four: five images make one of them, 203 make fifty and a rest of three. */
  @ParameterizedTest
  @CsvSource({"5, 10", "203, 50"})
  void epoch_ofImages_hasEnoughStepsToBeJudgedAndRunsThrough(int images, int steps) {
    SfadOptions options =
        SfadPresets.SMOKE.toBuilder()
            .fit(new SfadStageOptions(1e-3, 5e-3, 0.01, 1e-5, 4, 2, 10, 10))
            .build();
    FeatureSource source = new PatternFeatures();
    ChannelScaling scaling = ChannelScaling.identity(source.grid().channels());
    RandomStreams streams = new RandomStreams(3);
    SfadNetwork network = SfadNetwork.initial(source.grid().channels(), 6, 8, streams);
    try (FeatureCache cache =
            FeatureCache.fill(
                new PatternImages(images, 1), source, 8, 1 << 24, ProgressListener.NONE);
        UnsupervisedStage stage =
            new UnsupervisedStage(
                options,
                network,
                new CellFeatures(cache, scaling),
                new CellFeatures(cache, scaling),
                streams)) {
      assertThat(stage.stepsPerEpoch()).isEqualTo(steps);
      for (int step = 0; step < stage.stepsPerEpoch(); step++) {
        assertThat(stage.step(0, step)).as("loss of step %d", step).isFinite().isPositive();
      }
    }
  }
}
