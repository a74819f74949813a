package org.madenet.ism;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.madenet.data.Sample;
import org.madenet.data.Split;

/** Small pictures of parts on disk: green ones with a round part, blue ones with a square part. */
final class Boards {

  private static final int SIDE = 64;

  private Boards() {}

  /** Training samples: of each category, so many normal ones and so many with a white scratch. */
  static List<Sample> write(Path folder, List<String> categories, int normal, int anomalous)
      throws IOException {
    List<Sample> samples = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (String category : categories) {
      boolean round = category.startsWith("round");
      for (int i = 0; i < normal + anomalous; i++) {
        boolean scratched = i >= normal;
        int x = 12 + random.nextInt(12);
        int y = 12 + random.nextInt(12);
        int light = random.nextInt(40);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        BufferedImage mask = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = image.createGraphics();
        g.setColor(round ? new Color(20, 90 + light, 40) : new Color(20, 40, 110 + light));
        g.fillRect(0, 0, SIDE, SIDE);
        g.setColor(new Color(60 + light, 60 + light, 60));
        if (round) {
          g.fillOval(x, y, 30, 30);
        } else {
          g.fillRect(x, y, 30, 30);
        }
        if (scratched) {
          Graphics2D m = mask.createGraphics();
          g.setColor(Color.WHITE);
          m.setColor(Color.WHITE);
          g.fillRect(x + 8, y + 4, 5, 22);
          m.fillRect(x + 8, y + 4, 5, 22);
          m.dispose();
        }
        g.dispose();
        Path file = folder.resolve(category + i + ".png");
        Path maskFile = folder.resolve(category + i + "-mask.png");
        Files.createDirectories(folder);
        ImageIO.write(image, "png", file.toFile());
        ImageIO.write(mask, "png", maskFile.toFile());
        samples.add(
            new Sample(
                file.getFileName().toString(),
                category,
                Split.TRAIN,
                scratched,
                scratched ? "scratch" : Sample.GOOD,
                file,
                scratched ? Optional.of(maskFile) : Optional.empty()));
      }
    }
    return samples;
  }
}
