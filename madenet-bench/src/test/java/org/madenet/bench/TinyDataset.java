package org.madenet.bench;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Grey squares; anomalous ones have a bright patch. Layout of MVTec AD; with training defects, of
 * ManuDefect-21.
 */
final class TinyDataset {

  private static final int SIDE = 16;

  private TinyDataset() {}

  /**
   * Writes a dataset: per category 6 normal images for training, 3 normal and 3 anomalous ones for
   * testing; with training defects, 4 anomalous ones for training too.
   */
  static Path write(Path root, boolean trainingDefects, String... categories) throws IOException {
    Random random = new Random(3);
    for (String category : categories) {
      Path folder = root.resolve(category);
      for (int i = 0; i < 6; i++) {
        image(folder.resolve("train/good/" + i + ".png"), random, false);
      }
      for (int i = 0; i < 3; i++) {
        image(folder.resolve("test/good/" + i + ".png"), random, false);
        image(folder.resolve("test/scratch/" + i + ".png"), random, true);
        mask(folder.resolve("ground_truth/scratch/" + i + "_mask.png"), SIDE);
      }
      if (trainingDefects) {
        for (int i = 10; i < 14; i++) {
          image(folder.resolve("train/scratch/" + i + ".png"), random, true);
          mask(folder.resolve("ground_truth_train/scratch/" + i + "_mask.png"), SIDE);
        }
      }
    }
    return root;
  }

  static void image(Path file, Random random, boolean anomalous) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int grey = 100 + random.nextInt(20);
      boolean bright = anomalous && i / SIDE < 4 && i % SIDE < 4;
      image.setRGB(i % SIDE, i / SIDE, (bright ? 250 : grey) * 0x010101);
    }
    write(image, file);
  }

  static void mask(Path file, int side) throws IOException {
    BufferedImage mask = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 16; i++) {
      mask.setRGB(i % 4, i / 4, 0xFFFFFF);
    }
    write(mask, file);
  }

  private static void write(BufferedImage image, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }
}
