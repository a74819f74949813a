package org.madenet.data.reader;

import java.io.IOException;
import java.nio.file.Path;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.DatasetReader;
import org.madenet.data.ReadOptions;

/**
 * MVTec AD (Bergmann et al. 2019) and whatever is laid out like it: {@code <category>/train/good},
 * {@code <category>/test/<defect>}, masks {@code <category>/ground_truth/<defect>/<id>_mask.png}.
 */
public final class MvtecReader implements DatasetReader {

  @Override
  public String layout() {
    return "mvtec-ad";
  }

  @Override
  public String lookedFor() {
    return "folders <category>/train/good and <category>/test/<defect>";
  }

  @Override
  public boolean recognises(Path root) throws IOException {
    return !MvtecLayout.categories(root).isEmpty()
        && !MpddReader.hasNames(root)
        && !ManuDefectReader.hasLayout(root);
  }

  @Override
  public AnomalyDataset read(Path root, ReadOptions options) throws IOException {
    return MvtecLayout.read(root, layout());
  }
}
