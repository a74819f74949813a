package org.madenet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.madenet.data.mini.MiniGenerator;
import org.madenet.data.reader.FoldersReader;
import org.madenet.data.reader.ManifestReader;
import org.madenet.data.reader.ManuDefectReader;
import org.madenet.data.reader.MpddReader;
import org.madenet.data.reader.MtdReader;
import org.madenet.data.reader.MvtecReader;
import org.madenet.data.reader.VisaReader;

/** The layouts that madenet reads, and opening a folder of any of them. */
public final class Datasets {

  private static final List<DatasetReader> READERS =
      List.of(
          new MtdReader(),
          new MvtecReader(),
          new VisaReader(),
          new MpddReader(),
          new ManuDefectReader(),
          new FoldersReader(),
          new ManifestReader());

  private Datasets() {}

  /**
   * The readers of all layouts.
   *
   * @return an explicit list; a new reader is a line here
   */
  public static List<DatasetReader> readers() {
    return READERS;
  }

  /**
   * Opens a dataset; any problem fails. Images and masks are not decoded: {@link DatasetAudit}
   * finds what is wrong with their pixels.
   *
   * @param root folder of the dataset
   * @return its index
   * @throws IOException if the folder cannot be read, its layout is not recognised, or it has
   *     problems (a {@link DatasetException})
   */
  public static AnomalyDataset open(Path root) throws IOException {
    return open(root, ReadOptions.DEFAULT);
  }

  /**
   * Opens a dataset, recognising its layout.
   *
   * @param root folder of the dataset
   * @param options policy about problems; seed and fraction of the split, where there is none
   * @return its index
   * @throws IOException if the folder cannot be read, its layout is not recognised, or it has
   *     problems and the policy is to fail (a {@link DatasetException})
   */
  public static AnomalyDataset open(Path root, ReadOptions options) throws IOException {
    return open(root, recognise(root), options);
  }

  /**
   * Opens a dataset of a known layout.
   *
   * @param root folder of the dataset
   * @param layout name of the layout, see {@link DatasetReader#layout()}
   * @param options policy about problems; seed and fraction of the split, where there is none
   * @return its index
   * @throws IOException as for {@link #open(Path, ReadOptions)}
   * @throws IllegalArgumentException if no layout has this name
   */
  public static AnomalyDataset open(Path root, String layout, ReadOptions options)
      throws IOException {
    DatasetReader reader =
        READERS.stream()
            .filter(r -> r.layout().equals(layout))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown layout '%s'; known are %s"
                            .formatted(
                                layout,
                                READERS.stream()
                                    .map(DatasetReader::layout)
                                    .collect(Collectors.joining(", ")))));
    return open(root, reader, options);
  }

  /**
   * Opens a dataset with a reader, one of the caller's own perhaps; whether it {@linkplain
   * DatasetReader#recognises recognises} the folder is not asked.
   *
   * @param root folder of the dataset
   * @param reader understands its layout
   * @param options policy about problems; seed and fraction of the split, where there is none
   * @return its index
   * @throws IOException if the folder cannot be read, or it has problems and the policy is to fail
   *     (a {@link DatasetException})
   */
  public static AnomalyDataset open(Path root, DatasetReader reader, ReadOptions options)
      throws IOException {
    requireFolder(root);
    AnomalyDataset dataset = reader.read(root, options);
    boolean nothing = dataset.samples().isEmpty();
    if (!dataset.problems().isEmpty() && (nothing || options.policy() == ProblemPolicy.FAIL)) {
      throw new DatasetException(root + " (" + dataset.layout() + ")", dataset.problems());
    }
    if (nothing) {
      throw new DatasetException(
          root
              + ": no usable image, read as "
              + dataset.layout()
              + " ("
              + reader.lookedFor()
              + ")");
    }
    // By whatever layout it is read: tables and pages made from it must say that it is synthetic.
    return MiniGenerator.made(root) ? dataset.named(MiniGenerator.LABEL) : dataset;
  }

  private static DatasetReader recognise(Path root) throws IOException {
    requireFolder(root);
    List<DatasetReader> found = new ArrayList<>();
    for (DatasetReader reader : READERS) {
      if (reader.recognises(root)) {
        found.add(reader);
      }
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new DatasetException(
          root
              + ": no known dataset layout. Looked for "
              + READERS.stream()
                  .map(r -> r.layout() + ": " + r.lookedFor())
                  .collect(Collectors.joining("; ")));
    }
    throw new DatasetException(
        root
            + ": more than one layout fits ("
            + found.stream().map(DatasetReader::layout).collect(Collectors.joining(", "))
            + "). Name the one that is meant, on the command line with --layout");
  }

  private static void requireFolder(Path root) throws IOException {
    if (!Files.exists(root)) {
      throw new DatasetException(root + ": no such folder");
    }
    if (!Files.isDirectory(root)) {
      throw new DatasetException(root + ": is a file; a dataset is a folder");
    }
  }
}
