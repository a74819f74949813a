package org.madenet.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.ImageSource;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.NormalImages;
import org.madenet.core.image.ImageArrays;
import org.madenet.data.image.DecodedImage;
import org.madenet.data.image.ImageException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Samples as tensors: decoded, resized and put into batches when asked for, several images at once.
 * Safe for use by several threads.
 */
public abstract class SampleImages implements ImageSource {

  private final List<Sample> samples;
  private final LoadOptions options;
  private final ImageLoader loader;
  private final AtomicReferenceArray<ImageSize> fileSizes;
  private final AtomicLong cacheLeft;
  private final ConcurrentHashMap<Integer, float[]> cachedImages = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, byte[]> cachedMasks = new ConcurrentHashMap<>();
  private volatile String fingerprint;

  private SampleImages(List<Sample> samples, LoadOptions options) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one sample, but there is none");
    }
    this.samples = List.copyOf(samples);
    this.options = options;
    this.loader = new ImageLoader(options);
    this.fileSizes = new AtomicReferenceArray<>(samples.size());
    this.cacheLeft = new AtomicLong(options.cacheBytes());
  }

  /**
   * Images of which nothing is known, to be scored.
   *
   * @param files image files, at least one; as given, each is its image's id
   * @param size height and width of the images delivered: the detector's input size
   * @return a source in the order of the files
   */
  public static ImageSource ofFiles(List<Path> files, ImageSize size) {
    return new Unlabelled(
        files.stream().map(SampleImages::unlabelled).toList(), LoadOptions.of(size));
  }

  private static Sample unlabelled(Path file) {
    String id = file.toString().replace(file.getFileSystem().getSeparator(), "/");
    return new Sample(id, "images", Split.TEST, false, Sample.GOOD, file, Optional.empty());
  }

  /**
   * Images for the unsupervised stage.
   *
   * @param samples normal samples, at least one
   * @param size height and width of the images delivered
   * @return a source in the order of the samples
   * @throws IllegalArgumentException if a sample is anomalous
   */
  public static NormalImages normal(List<Sample> samples, ImageSize size) {
    return normal(samples, LoadOptions.of(size));
  }

  /**
   * Images for the unsupervised stage.
   *
   * @param samples normal samples, at least one
   * @param options size and the rest
   * @return a source in the order of the samples
   * @throws IllegalArgumentException if a sample is anomalous
   */
  public static NormalImages normal(List<Sample> samples, LoadOptions options) {
    for (Sample sample : samples) {
      if (sample.anomalous()) {
        throw new IllegalArgumentException(
            sample.id() + " is anomalous (" + sample.defectType() + "); normal images are wanted");
      }
    }
    return new Normal(samples, options);
  }

  /**
   * Images with labels and masks. An anomalous sample without a mask file has an all-zero mask: it
   * counts at image level only. A mask of another size than its image, or with levels above 0 of
   * which none marks a pixel, is refused in loading.
   *
   * @param samples at least one
   * @param size height and width of the images delivered
   * @return a source in the order of the samples
   */
  public static LabelledImages labelled(List<Sample> samples, ImageSize size) {
    return labelled(samples, LoadOptions.of(size));
  }

  /**
   * Images with labels and masks. An anomalous sample without a mask file has an all-zero mask: it
   * counts at image level only. A mask of another size than its image, or with levels above 0 of
   * which none marks a pixel, is refused in loading.
   *
   * @param samples at least one
   * @param options size and the rest
   * @return a source in the order of the samples
   */
  public static LabelledImages labelled(List<Sample> samples, LoadOptions options) {
    return new Labelled(samples, options);
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public ImageSize imageSize() {
    return options.size();
  }

  @Override
  public String id(int index) {
    return samples.get(index).id();
  }

  @Override
  public ImageBatch images(int... indices) {
    int pixels = options.size().pixels();
    float[] values = new float[Math.multiplyExact(3 * pixels, indices.length)];
    IntStream.range(0, indices.length)
        .parallel()
        .forEach(i -> loader.put(image(indices[i]), values, i));
    List<String> ids = IntStream.of(indices).mapToObj(this::id).toList();
    return new ImageBatch(ids, ImageArrays.of(values, 3, options.size()));
  }

  @Override
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known =
          Fingerprint.ofText(
              Fingerprint.of(samples) + options.size() + " antialias " + options.antialias());
      fingerprint = known;
    }
    return known;
  }

  final Sample sample(int index) {
    return samples.get(index);
  }

  private float[] image(int index) {
    float[] cached = cachedImages.get(index);
    if (cached != null) {
      return cached;
    }
    try {
      DecodedImage decoded = loader.decode(samples.get(index).image());
      fileSizes.set(index, decoded.size());
      float[] image = loader.image(decoded);
      if (reserve((long) image.length * Float.BYTES)) {
        cachedImages.put(index, image);
      }
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** The masks of images that {@link #images} has read. */
  final INDArray masks(int... indices) {
    int pixels = options.size().pixels();
    float[] values = new float[Math.multiplyExact(pixels, indices.length)];
    IntStream.range(0, indices.length)
        .parallel()
        .forEach(
            i -> {
              byte[] mask = mask(indices[i]);
              for (int p = 0; p < mask.length; p++) {
                values[i * pixels + p] = mask[p];
              }
            });
    return ImageArrays.of(values, 1, options.size());
  }

  /** The mask; empty array if there is nothing to mark. */
  private byte[] mask(int index) {
    Sample sample = samples.get(index);
    if (!sample.anomalous() || sample.mask().isEmpty()) {
      return new byte[0];
    }
    byte[] cached = cachedMasks.get(index);
    if (cached != null) {
      return cached;
    }
    try {
      DecodedImage decoded = loader.decode(sample.mask().get());
      requireSameSize(sample, fileSizes.get(index), decoded.size());
      requireNotFaint(sample, decoded);
      byte[] mask = loader.mask(decoded, sample.maskThreshold());
      if (reserve(mask.length)) {
        cachedMasks.put(index, mask);
      }
      return mask;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Stretching the mask would mark other pixels than those that are anomalous. */
  private static void requireSameSize(Sample sample, ImageSize image, ImageSize mask)
      throws ImageException {
    if (!mask.equals(image)) {
      throw new ImageException(
          sample.mask().orElseThrow(),
          "is %s (height x width), but its image %s is %s".formatted(mask, sample.image(), image));
    }
  }

  /** Its marks would be lost, and nothing would show it but a detector that learns none. */
  private static void requireNotFaint(Sample sample, DecodedImage mask) throws ImageException {
    Optional<String> faintness = SampleInspection.faintness(mask, sample.maskThreshold());
    if (faintness.isPresent()) {
      throw new ImageException(sample.mask().orElseThrow(), faintness.get());
    }
  }

  private boolean reserve(long bytes) {
    if (options.cacheBytes() == 0) {
      return false;
    }
    if (cacheLeft.addAndGet(-bytes) >= 0) {
      return true;
    }
    cacheLeft.addAndGet(bytes);
    return false;
  }

  private static final class Unlabelled extends SampleImages {
    Unlabelled(List<Sample> samples, LoadOptions options) {
      super(samples, options);
    }
  }

  private static final class Normal extends SampleImages implements NormalImages {
    Normal(List<Sample> samples, LoadOptions options) {
      super(samples, options);
    }
  }

  private static final class Labelled extends SampleImages implements LabelledImages {
    Labelled(List<Sample> samples, LoadOptions options) {
      super(samples, options);
    }

    @Override
    public boolean anomalous(int index) {
      return sample(index).anomalous();
    }

    @Override
    public LabelledBatch labelled(int... indices) {
      boolean[] labels = new boolean[indices.length];
      for (int i = 0; i < indices.length; i++) {
        labels[i] = anomalous(indices[i]);
      }
      return new LabelledBatch(images(indices), labels, masks(indices));
    }
  }
}
