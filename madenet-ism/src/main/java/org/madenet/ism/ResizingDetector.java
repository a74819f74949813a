package org.madenet.ism;

import java.util.List;
import java.util.stream.IntStream;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.Prediction;
import org.madenet.core.image.BilinearResize;
import org.madenet.data.image.Resampler;
import org.nd4j.linalg.factory.Nd4j;

/** Lets a detector see images of another size than its own, and gives its maps back in theirs. */
public final class ResizingDetector {

  private ResizingDetector() {}

  /**
   * Predicts images of any size.
   *
   * @param detector sees the images in its own size, antialiased
   * @param batch images of any size
   * @return one prediction per image, in order, with maps of the size of the batch
   */
  public static List<Prediction> predict(AnomalyDetector detector, ImageBatch batch) {
    ImageSize outer = batch.imageSize();
    ImageSize inner = detector.inputSize();
    if (outer.equals(inner)) {
      return detector.predict(batch);
    }
    BilinearResize back = new BilinearResize(inner, outer);
    return detector.predict(resized(batch, inner)).parallelStream()
        .map(
            p ->
                new Prediction(
                    p.id(), new AnomalyMap(outer, back.apply(p.anomalyMap().values())), p.score()))
        .toList();
  }

  /** Images in another size, as a dataset's loader would give them: antialiased. */
  static ImageBatch resized(ImageBatch batch, ImageSize size) {
    ImageSize from = batch.imageSize();
    if (from.equals(size)) {
      return batch;
    }
    Resampler resampler = new Resampler(size, true);
    float[] values = batch.images().dup('c').data().asFloat();
    float[] out = new float[3 * size.pixels() * batch.size()];
    IntStream.range(0, batch.size())
        .parallel()
        .forEach(
            i ->
                resampler.resize(
                    values, 3 * i * from.pixels(), from, out, 3 * i * size.pixels(), 3));
    long[] shape = {batch.size(), 3, size.height(), size.width()};
    return new ImageBatch(batch.ids(), Nd4j.create(out, shape, 'c').detach());
  }
}
