package org.madenet.data.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Datasets;
import org.madenet.data.ImageTree;
import org.madenet.data.Sample;
import org.madenet.data.Split;

class RandomSplitTest {

  @TempDir Path folder;

  private static Map<String, Split> splits(Path root) throws IOException {
    return Datasets.open(root).samples().stream()
        .collect(Collectors.toMap(Sample::id, Sample::split));
  }

  @Test
  void open_oneImageMore_changesThePartOfOneOtherAtMost() throws IOException {
    Path root = folder.resolve("parts");
    ImageTree tree = new ImageTree(root).images("good", "png", 5).images("bad", "png", 4);
    Random random = new Random(1);
    Map<String, Split> before = splits(root);
    for (int images = 10; images < 50; images++) {
      tree.image((images % 3 == 0 ? "bad/" : "good/") + random.nextInt(1_000_000) + ".png");

      Map<String, Split> after = splits(root);

      assertThat(before.entrySet().stream().filter(e -> after.get(e.getKey()) != e.getValue()))
          .as("of %d images, the part changed of", images)
          .hasSizeLessThan(2);
      before = after;
    }
    AnomalyDataset dataset = Datasets.open(root);
    for (AnomalyDataset type : new AnomalyDataset[] {dataset.normal(), dataset.anomalous()}) {
      assertThat(type.split(Split.TRAIN).size()).isEqualTo((int) Math.round(type.size() * 0.7));
    }
  }

  @Test
  void open_folderThatMoved_drawsTheSame() throws IOException {
    Path root = folder.resolve("parts");
    new ImageTree(root).images("good", "png", 20).images("bad", "png", 10);
    Map<String, Split> before = splits(root);

    Path moved = Files.move(root, folder.resolve("elsewhere"));

    assertThat(splits(moved)).isEqualTo(before);
  }

  @Test
  void open_withAndWithoutSplit_saysWhetherItWasDrawn() throws IOException {
    Path root = folder.resolve("parts");
    ImageTree tree = new ImageTree(root).image("a.png").image("b.png");
    tree.text("manifest.csv", "image,label\na.png,normal\nb.png,anomalous\n");
    assertThat(Datasets.open(root).split(Split.TEST).splitDrawn()).isTrue();

    tree.text("manifest.csv", "image,label,split\na.png,normal,train\nb.png,anomalous,test\n");
    assertThat(Datasets.open(root).splitDrawn()).isFalse();
  }
}
