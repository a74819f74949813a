package org.madenet.data.mini;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.madenet.core.ProgressListener;
import org.madenet.core.ProgressMeter;
import org.madenet.core.io.AtomicFiles;

/**
 * Writes a ManuDefect-mini to a folder, in ManuDefect-21's layout. The same options give the same
 * bytes on every machine, whatever the number of threads. A generation that was interrupted
 * continues where it stopped.
 */
public final class MiniGenerator {

  /** Words that every table and page made from these images must carry. */
  public static final String LABEL = "synthetic ManuDefect-mini";

  private static final String JOURNAL = "manudefect-mini.csv.part";
  private static final String CARD = "README.md";

  /** File of the picture that shows a part and a defect of every kind. */
  public static final String SHEET = "contact-sheet.png";

  /** File that lists every image with its defect's type and parameters; written last. */
  public static final String MANIFEST = "manudefect-mini.csv";

  private final MiniOptions options;
  private final int threads;

  /**
   * A generator that uses all cores.
   *
   * @param options what to generate
   */
  public MiniGenerator(MiniOptions options) {
    this(options, Runtime.getRuntime().availableProcessors());
  }

  /**
   * A generator with a number of threads.
   *
   * @param options what to generate
   * @param threads at least 1; has no influence on the result
   */
  public MiniGenerator(MiniOptions options, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but is " + threads);
    }
    this.options = options;
    this.threads = threads;
  }

  /**
   * Whether a folder holds such images, whatever its name: it, or a folder up to two levels above
   * it (a category may be looked at by itself), has the manifest or the dataset card.
   *
   * @param folder any folder
   * @return whether tables made from it must carry {@link #LABEL}
   * @throws IOException if manifest or card cannot be read
   */
  public static boolean made(Path folder) throws IOException {
    Path place = folder.toAbsolutePath().normalize();
    for (int level = 0; level <= 2 && place != null; level++) {
      if (startsWith(place.resolve(MANIFEST), MiniCard.COLUMNS)
          || startsWith(place.resolve(CARD), MiniCard.TITLE)) {
        return true;
      }
      place = place.getParent();
    }
    return false;
  }

  private static boolean startsWith(Path file, String line) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    byte[] start = line.getBytes(StandardCharsets.US_ASCII);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(start.length), start);
    }
  }

  /**
   * Generates, or goes on generating.
   *
   * @param folder new, empty, or left by an interrupted generation with the same options
   * @param listener told of every image
   * @return the number of images of the whole dataset
   * @throws IOException if the folder holds something else or cannot be written
   */
  public int generate(Path folder, ProgressListener listener) throws IOException {
    MiniPlan plan = MiniPlan.of(options);
    Path manifest = folder.resolve(MANIFEST);
    if (Files.exists(manifest)) {
      MiniCard.requireSame(folder.resolve(CARD), options);
      Files.deleteIfExists(folder.resolve(JOURNAL));
      return plan.items().size();
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (MiniJournal journal = MiniJournal.open(folder, JOURNAL, MiniCard.describe(options))) {
      ContactSheet sheet = new ContactSheet(options, plan);
      render(folder, plan, journal, sheet, pool, listener);
      all(pool, sheet.missing(), sheet::render);
      all(pool, files(folder, plan), MiniGenerator::force);
      directories(folder, plan).forEach(AtomicFiles::forceFolder);
      byte[] png = sheet.png();
      AtomicFiles.write(folder.resolve(SHEET), out -> out.write(png));
      AtomicFiles.writeString(folder.resolve(CARD), MiniCard.text(options, plan));
      List<String> lines = new ArrayList<>();
      for (MiniPlan.Item item : plan.items()) {
        lines.add(journal.line(item.image()));
      }
      AtomicFiles.writeString(manifest, MiniCard.COLUMNS + "\n" + String.join("\n", lines) + "\n");
    } finally {
      pool.shutdownNow();
    }
    Files.delete(folder.resolve(JOURNAL));
    return plan.items().size();
  }

  private void render(
      Path folder,
      MiniPlan plan,
      MiniJournal journal,
      ContactSheet sheet,
      ExecutorService pool,
      ProgressListener listener)
      throws IOException {
    List<MiniPlan.Item> open =
        plan.items().stream().filter(item -> !journal.done(item.image())).toList();
    for (Path directory : directories(folder, plan)) {
      Files.createDirectories(directory);
    }
    List<Future<?>> running = new ArrayList<>();
    for (MiniPlan.Item item : open) {
      running.add(pool.submit(() -> write(folder, item, journal, sheet)));
    }
    long done = plan.items().size() - (long) open.size();
    ProgressMeter meter = new ProgressMeter(listener, "rendering", done, plan.items().size());
    for (Future<?> image : running) {
      await(image);
      done++;
      meter.tell(done);
    }
  }

  private void write(Path folder, MiniPlan.Item item, MiniJournal journal, ContactSheet sheet) {
    int size = options.size();
    Scene.Rendered rendered = Scene.render(item.category(), item.seed(), size, item.type());
    try {
      byte[] image = PngWriter.rgb(rendered.rgb(), size, size);
      byte[] mask =
          item.mask().isPresent() ? PngWriter.mask(rendered.mask(), size, size) : new byte[0];
      Files.write(folder.resolve(item.image()), image);
      if (item.mask().isPresent()) {
        Files.write(folder.resolve(item.mask().get()), mask);
      }
      journal.add(item, MiniCard.line(item, rendered.parameters()), image, mask);
      sheet.offer(item, rendered);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder, MiniPlan plan) {
    return plan.items().stream()
        .flatMap(item -> Stream.concat(Stream.of(item.image()), item.mask().stream()))
        .map(folder::resolve)
        .toList();
  }

  private static SortedSet<Path> directories(Path folder, MiniPlan plan) {
    return files(folder, plan).stream()
        .map(Path::getParent)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Waits until the disk holds a file: most of them it does by now, so that this takes little. */
  private static void force(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> void all(ExecutorService pool, List<T> items, Consumer<T> work)
      throws IOException {
    List<Future<?>> running = new ArrayList<>();
    items.forEach(item -> running.add(pool.submit(() -> work.accept(item))));
    for (Future<?> one : running) {
      await(one);
    }
  }

  private static void await(Future<?> image) throws IOException {
    try {
      image.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException io) {
        throw io.getCause();
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("generation was interrupted; the same call continues it", e);
    }
  }
}
