package org.madenet.core.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What every detector refuses. */
public final class DetectorContract {

  private DetectorContract() {}

  /**
   * Asserts that a detector refuses images of another size, and once closed all images.
   *
   * @param detector closed by this, twice
   */
  public static void assertRefuses(AnomalyDetector detector) {
    ImageSize size = detector.inputSize();
    ImageBatch larger = black(new ImageSize(size.height() + 32, size.width()));
    assertThatThrownBy(() -> detector.predict(larger))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(size.toString(), larger.imageSize().toString());
    ImageBatch fitting = black(size);
    detector.predict(fitting);
    detector.close();
    detector.close();
    assertThatThrownBy(() -> detector.predict(fitting))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  private static ImageBatch black(ImageSize size) {
    return new ImageBatch(
        List.of("black"), Nd4j.zeros(DataType.FLOAT, 1, 3, size.height(), size.width()));
  }
}
