package org.madenet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {

  @TempDir Path root;

  private Sample scratched(int threshold) {
    Path image = root.resolve("a.png");
    Path mask = root.resolve("m.png");
    return new Sample("a.png", "c", Split.TEST, true, "s", image, Optional.of(mask), threshold);
  }

  @Test
  void of_usualThreshold_isThatOfIdsLabelsAndContents() {
    new ImageTree(root).image("a.png").mask("m.png");
    String image = Fingerprint.ofFile(root.resolve("a.png"));
    String mask = Fingerprint.ofFile(root.resolve("m.png"));
    String line = "a.png\tc\tTEST\ts\t" + image + "\t" + mask + "\n";

    assertThat(Fingerprint.of(List.of(scratched(128)))).isEqualTo(Fingerprint.ofText(line));
  }

  @Test
  void of_otherThreshold_isAnother() {
    new ImageTree(root).image("a.png").mask("m.png");

    assertThat(Fingerprint.of(List.of(scratched(1))))
        .isNotEqualTo(Fingerprint.of(List.of(scratched(128))))
        .isNotEqualTo(Fingerprint.of(List.of(scratched(2))));
  }
}
