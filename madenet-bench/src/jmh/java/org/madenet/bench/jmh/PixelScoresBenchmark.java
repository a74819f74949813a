package org.madenet.bench.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageSize;
import org.madenet.core.metric.PixelResult;
import org.madenet.core.metric.PixelScores;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Exact pixel AUROC, AP, F1-max and AUPRO of a stream of 256 x 256 maps within 2 GB of heap. The
 * time must grow linearly with the number of pixels; 873 million are the whole test set of
 * ManuDefect-21.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 1)
@Measurement(iterations = 2)
public class PixelScoresBenchmark {

  private static final ImageSize SIZE = ImageSize.square(256);

  /**
   * Different maps; each is used again with an offset, so that no two images have the same scores.
   */
  private static final int MAPS = 64;

  /** Millions of pixels. */
  @Param({"10", "100", "873"})
  public int million;

  private float[][] maps;
  private boolean[] defect;

  /** Smooth noise with a brighter disc where the mask is. */
  @Setup
  public void render() {
    SplittableRandom random = new SplittableRandom(1);
    defect = new boolean[SIZE.pixels()];
    for (int i = 0; i < defect.length; i++) {
      int dy = i / 256 - 100;
      int dx = i % 256 - 140;
      defect[i] = dx * dx + dy * dy < 50 * 50;
    }
    maps = new float[MAPS][SIZE.pixels()];
    for (float[] map : maps) {
      float level = (float) random.nextDouble();
      for (int i = 0; i < map.length; i++) {
        level += 0.05f * ((float) random.nextDouble() - 0.5f - 0.1f * level);
        map[i] = level;
      }
    }
  }

  /**
   * Streams the maps and computes; one image in four has a defect.
   *
   * @return the metrics
   */
  @Benchmark
  public PixelResult auroc_ap_f1max_aupro() {
    int images = (int) Math.ceil(million * 1e6 / SIZE.pixels());
    boolean[] none = new boolean[SIZE.pixels()];
    PixelScores scores = new PixelScores();
    float[] values = new float[SIZE.pixels()];
    for (int image = 0; image < images; image++) {
      boolean anomalous = image % 4 == 0;
      float[] map = maps[image % MAPS];
      float offset = image * 1e-5f;
      for (int i = 0; i < values.length; i++) {
        values[i] = map[i] + offset + (anomalous && defect[i] ? 0.3f : 0);
      }
      scores.add("image-" + image, new AnomalyMap(SIZE, values), anomalous ? defect : none);
    }
    PixelResult result = scores.compute();
    if (!(result.auroc() > 0.5 && result.auroc() < 1)) {
      throw new IllegalStateException("implausible AUROC " + result.auroc());
    }
    return result;
  }
}
