package org.madenet.data.reader;

import java.io.IOException;
import java.nio.file.Path;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.DatasetReader;
import org.madenet.data.ReadOptions;
import org.madenet.data.manudefect.ComponentCategory;

/**
 * ManuDefect-21, the paper's dataset (section 3.6). Its files are not public, so the layout is
 * ours: that of MVTec AD, extended by annotated defects for training.
 *
 * <pre>
 * &lt;COMPONENT&gt;/train/good/&lt;id&gt;.png
 * &lt;COMPONENT&gt;/train/&lt;defect&gt;/&lt;id&gt;.png
 * &lt;COMPONENT&gt;/ground_truth_train/&lt;defect&gt;/&lt;id&gt;_mask.png
 * &lt;COMPONENT&gt;/test/good/&lt;id&gt;.png
 * &lt;COMPONENT&gt;/test/&lt;defect&gt;/&lt;id&gt;.png
 * &lt;COMPONENT&gt;/ground_truth/&lt;defect&gt;/&lt;id&gt;_mask.png
 * </pre>
 *
 * <p>Training masks have a folder of their own, so that an identifier can occur in both splits, and
 * a reader of MVTec AD that knows nothing of them still reads the test part right. The layout is
 * recognised by component names of Table 3 alone, or by a folder of defects under {@code train}.
 *
 * <p>A ManuDefect-mini is read the same way.
 */
public final class ManuDefectReader implements DatasetReader {

  static boolean hasLayout(Path root) throws IOException {
    return MvtecLayout.hasOnly(root, name -> ComponentCategory.byFolder(name).isPresent())
        || MvtecLayout.hasDefectsForTraining(root);
  }

  @Override
  public String layout() {
    return "manudefect-21";
  }

  @Override
  public String lookedFor() {
    return "folders as in mvtec-ad, named like the components of ManuDefect-21 (BGA, QFN, ...) or"
        + " with <category>/train/<defect>";
  }

  @Override
  public boolean recognises(Path root) throws IOException {
    return hasLayout(root);
  }

  @Override
  public AnomalyDataset read(Path root, ReadOptions options) throws IOException {
    return MvtecLayout.read(root, layout());
  }
}
