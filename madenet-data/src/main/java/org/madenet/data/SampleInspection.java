package org.madenet.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.madenet.core.ImageSize;
import org.madenet.core.ProgressListener;
import org.madenet.core.ProgressMeter;
import org.madenet.data.image.DecodedImage;
import org.madenet.data.image.ImageDecoder;

/** What decoding the image and mask of one sample shows. */
record SampleInspection(Optional<ImageSize> size, List<Problem> problems) {

  /** Inspects samples in parallel; the results are in their order. */
  static List<SampleInspection> all(List<Sample> samples, long maxPixels, ProgressListener listener)
      throws IOException {
    ImageDecoder decoder = new ImageDecoder(maxPixels);
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<SampleInspection>> pending = new ArrayList<>();
      for (Sample sample : samples) {
        pending.add(threads.submit(() -> of(sample, decoder)));
      }
      List<SampleInspection> done = new ArrayList<>();
      ProgressMeter meter = new ProgressMeter(listener, "auditing", samples.size());
      for (Future<SampleInspection> inspection : pending) {
        done.add(inspection.get());
        meter.tell(done.size());
      }
      return done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the audit was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("the audit failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static SampleInspection of(Sample sample, ImageDecoder decoder) {
    List<Problem> problems = new ArrayList<>();
    // The pixels of the image are let go before those of the mask are read.
    Optional<ImageSize> size =
        decode(decoder, sample.image(), Problem.Kind.UNREADABLE_IMAGE, problems)
            .map(DecodedImage::size);
    sample
        .mask()
        .flatMap(file -> decode(decoder, file, Problem.Kind.UNREADABLE_MASK, problems))
        .ifPresent(mask -> compare(sample, size, mask, problems));
    return new SampleInspection(size, problems);
  }

  private static Optional<DecodedImage> decode(
      ImageDecoder decoder, Path file, Problem.Kind kind, List<Problem> problems) {
    try {
      return Optional.of(decoder.decode(file));
    } catch (IOException e) {
      String prefix = file + ": ";
      String message = String.valueOf(e.getMessage());
      problems.add(
          new Problem(
              kind,
              file,
              message.startsWith(prefix) ? message.substring(prefix.length()) : message));
      return Optional.empty();
    }
  }

  private static void compare(
      Sample sample, Optional<ImageSize> imageSize, DecodedImage mask, List<Problem> problems) {
    Path file = sample.mask().orElseThrow();
    if (imageSize.isPresent() && !imageSize.get().equals(mask.size())) {
      problems.add(
          new Problem(
              Problem.Kind.MASK_SIZE,
              file,
              "is %s (height x width), but its image is %s"
                  .formatted(mask.size(), imageSize.get())));
    }
    boolean marked = marks(mask, sample.maskThreshold());
    Optional<String> faint = faintness(mask, sample.maskThreshold());
    if (sample.anomalous() && !marked && faint.isPresent()) {
      problems.add(new Problem(Problem.Kind.FAINT_MASK, file, faint.get()));
    } else if (sample.anomalous() && !marked) {
      problems.add(
          new Problem(
              Problem.Kind.EMPTY_MASK,
              file,
              "marks no pixel of an anomalous image (%s)".formatted(sample.defectType())));
    } else if (!sample.anomalous() && marked) {
      problems.add(
          new Problem(Problem.Kind.MASK_ON_NORMAL, file, "marks pixels of a normal image"));
    }
  }

  /** What is wrong with a mask that is too dark to mark a pixel; empty if it does, or is black. */
  static Optional<String> faintness(DecodedImage mask, int threshold) {
    int brightest = mask.brightest();
    return brightest == 0 || brightest >= threshold
        ? Optional.empty()
        : Optional.of(
            ("marks no pixel: its brightest level is %d of 255, but marks start at %d. Store marks"
                    + " as white%s")
                .formatted(
                    brightest,
                    threshold,
                    brightest == 1 ? " (multiply 8-bit masks of 0 and 1 by 255)" : ""));
  }

  private static boolean marks(DecodedImage mask, int threshold) {
    for (int y = 0; y < mask.size().height(); y++) {
      for (int x = 0; x < mask.size().width(); x++) {
        if (mask.level(y, x) >= threshold) {
          return true;
        }
      }
    }
    return false;
  }
}
