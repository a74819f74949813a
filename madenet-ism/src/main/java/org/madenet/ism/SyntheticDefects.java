package org.madenet.ism;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.NormalImages;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.synthesis.ProbeAnomalies;
import org.madenet.data.synthesis.SyntheticSample;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Normal images, and each three times more with a synthetic anomaly, for choosing between submodels
 * where no real anomaly is known. The anomalies are {@linkplain ProbeAnomalies of kinds that no
 * submodel is trained on}. With those of sections 3.1.1 and 3.3.1 in their place SRAD, which is
 * trained on the former, was chosen for every category of ManuDefect-mini and was the worst of the
 * three there.
 */
final class SyntheticDefects implements LabelledImages {

  /** Anomalous images made of each normal one; images are few, and one anomaly says little. */
  static final int REPEATS = 3;

  private static final ProbeAnomalies PROBE = new ProbeAnomalies();

  private final NormalImages normal;
  private final RandomStreams streams;

  SyntheticDefects(NormalImages normal, long seed) {
    this.normal = normal;
    this.streams = new RandomStreams(seed).forPurpose("validation anomalies");
  }

  @Override
  public int size() {
    return (1 + REPEATS) * normal.size();
  }

  @Override
  public ImageSize imageSize() {
    return normal.imageSize();
  }

  @Override
  public String id(int index) {
    return index < normal.size()
        ? normal.id(index)
        : "%s, synthetic %d".formatted(normal.id(index % normal.size()), index / normal.size());
  }

  @Override
  public boolean anomalous(int index) {
    return index >= normal.size();
  }

  @Override
  public ImageBatch images(int... indices) {
    return labelled(indices).inputs();
  }

  @Override
  public LabelledBatch labelled(int... indices) {
    int count = normal.size();
    ImageSize size = imageSize();
    int pixels = size.pixels();
    INDArray loaded = normal.images(IntStream.of(indices).map(i -> i % count).toArray()).images();
    float[] images = loaded.dup('c').data().asFloat();
    float[] masks = new float[pixels * indices.length];
    boolean[] anomalous = new boolean[indices.length];
    for (int i = 0; i < indices.length; i++) {
      anomalous[i] = anomalous(indices[i]);
      if (anomalous[i]) {
        int at = 3 * i * pixels;
        SyntheticSample sample =
            PROBE.synthesize(
                Arrays.copyOfRange(images, at, at + 3 * pixels),
                size,
                streams.at(indices[i] - count));
        System.arraycopy(sample.image(), 0, images, at, 3 * pixels);
        System.arraycopy(sample.mask(), 0, masks, i * pixels, pixels);
      }
    }
    List<String> ids = IntStream.of(indices).mapToObj(this::id).toList();
    long n = indices.length;
    return new LabelledBatch(
        new ImageBatch(ids, Nd4j.create(images, loaded.shape(), 'c').detach()),
        anomalous,
        Nd4j.create(masks, new long[] {n, 1, size.height(), size.width()}, 'c').detach());
  }

  @Override
  public String fingerprint() {
    return normal.fingerprint() + " with " + PROBE.fingerprint() + " of " + streams.seed();
  }
}
