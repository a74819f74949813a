package org.madenet.ism;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.NormalImages;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.synthesis.AnomalyKind;
import org.madenet.data.synthesis.AnomalySynthesizer;
import org.madenet.data.synthesis.PatchDistortion;
import org.madenet.data.synthesis.PatchOptions;
import org.madenet.data.synthesis.PatchSample;
import org.madenet.data.synthesis.ProceduralTextures;
import org.madenet.data.synthesis.SynthesisOptions;
import org.madenet.data.synthesis.SyntheticSample;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Normal images, and each once more with a synthetic anomaly, for choosing between submodels where
 * no real anomaly is known. By turns the anomaly is one of section 3.1.1 and a displaced patch of
 * section 3.3.1, so that neither SRAD nor LPD is at home in all of them.
 */
final class SyntheticDefects implements LabelledImages {

  private static final AnomalySynthesizer SYNTHESIZER =
      new AnomalySynthesizer(
          SynthesisOptions.defaults().toBuilder().anomalyProbability(1).build(),
          new ProceduralTextures());

  private final NormalImages normal;
  private final PatchDistortion patches;
  private final RandomStreams streams;

  SyntheticDefects(NormalImages normal, long seed) {
    this.normal = normal;
    this.patches = new PatchDistortion(always(PatchOptions.defaults()));
    this.streams = new RandomStreams(seed).forPurpose("validation anomalies");
  }

  private static PatchOptions always(PatchOptions o) {
    return new PatchOptions(
        1,
        o.minAreaShare(),
        o.maxAreaShare(),
        o.minAspect(),
        o.maxAspect(),
        o.rotation(),
        o.maxAngle(),
        o.flips(),
        o.replaced(),
        o.surroundings(),
        o.maxRedraws());
  }

  @Override
  public int size() {
    return 2 * normal.size();
  }

  @Override
  public ImageSize imageSize() {
    return normal.imageSize();
  }

  @Override
  public String id(int index) {
    return index < normal.size()
        ? normal.id(index)
        : normal.id(index - normal.size()) + ", synthetic";
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
            sample(Arrays.copyOfRange(images, at, at + 3 * pixels), indices[i] - count);
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

  /** What the one kind cannot do with an image the other may; else it stays as it is. */
  private SyntheticSample sample(float[] image, int index) {
    SplittableRandom random = streams.at(index);
    if (index % 2 == 1) {
      PatchSample patch = patches.distort(image, imageSize(), random);
      if (patch.perceptibility().isPresent()) {
        return new SyntheticSample(patch.image(), patch.mask(), AnomalyKind.PATCH);
      }
    }
    return SYNTHESIZER.synthesize(image, imageSize(), random);
  }

  @Override
  public String fingerprint() {
    return normal.fingerprint() + " with synthetic anomalies of " + streams.seed();
  }
}
