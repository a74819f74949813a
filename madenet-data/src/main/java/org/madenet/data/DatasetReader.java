package org.madenet.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads the index of datasets of one layout on disk: which files there are and what they are. No
 * image is decoded. Implementations have no state.
 *
 * <p>A new layout is a class here and a line in {@link Datasets}; one outside of madenet is a class
 * that is given to {@link Datasets#open(java.nio.file.Path, DatasetReader, ReadOptions)}.
 */
public interface DatasetReader {

  /**
   * Short name of the layout, unique among the readers.
   *
   * @return lower case, for instance {@code mvtec-ad}
   */
  String layout();

  /**
   * What a folder must have to be recognised, for error messages.
   *
   * @return half a sentence: "folders MT_&lt;Class&gt;/Imgs"
   */
  String lookedFor();

  /**
   * Whether a folder has this layout, judged by the names in it. At most one reader recognises a
   * given folder, or {@link Datasets} asks the caller to choose.
   *
   * @param root an existing folder
   * @return whether {@link #read} understands it
   * @throws IOException if the folder cannot be listed
   */
  boolean recognises(Path root) throws IOException;

  /**
   * Reads the index. Samples that cannot be used are left out and named among the problems,
   * whatever the policy; {@link Datasets} applies the policy.
   *
   * @param root folder of the dataset
   * @param options seed and fraction of the split, for layouts without one
   * @return samples, problems and notes; sorted by identifier
   * @throws IOException if a folder or table cannot be read
   */
  AnomalyDataset read(Path root, ReadOptions options) throws IOException;
}
