import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.evaluation.MapScale;
import org.madenet.bench.report.Panels;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Datasets;
import org.madenet.data.ReadOptions;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.madenet.data.Split;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The README's picture: input, ground-truth mask and anomaly map of test images, one column each, all
 * maps in one colour scale. With JDK 17 and the built library:
 *
 * <pre>
 * java -cp "madenet-bench/target/madenet.jar:madenet-bench/target/lib/*" tools/AnomalyMapStrip.java DATA DETECTOR OUT.png ID...
 * </pre>
 *
 * <p>IDs are those of {@code scores.csv}. Only of images that may be published.
 */
public final class AnomalyMapStrip {

  private static final int SIDE = 128;
  private static final int GAP = 3;

  private AnomalyMapStrip() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 4) {
      System.err.println("AnomalyMapStrip needs DATA, DETECTOR, OUT.png and the ids of test images");
      System.exit(2);
    }
    List<String> ids = Arrays.asList(args).subList(3, args.length);
    AnomalyDataset test = Datasets.open(Path.of(args[0]), ReadOptions.DEFAULT).split(Split.TEST);
    List<Sample> chosen =
        ids.stream()
            .map(id -> test.samples().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow())
            .toList();
    List<List<BufferedImage>> columns = new ArrayList<>();
    try (AnomalyDetector detector = DetectorCatalog.standard().load(Path.of(args[1]))) {
      ImageSize size = detector.inputSize();
      List<LabelledBatch> images = new ArrayList<>();
      List<AnomalyMap> maps = new ArrayList<>();
      for (Sample sample : chosen) {
        LabelledBatch image = SampleImages.labelled(List.of(sample), size).labelled(0);
        images.add(image);
        maps.add(detector.predict(image.inputs()).get(0).anomalyMap());
      }
      MapScale scale = scale(maps);
      for (int i = 0; i < chosen.size(); i++) {
        LabelledBatch image = images.get(i);
        Panels panels =
            Panels.of(values(image.inputs().images()), values(image.masks()), maps.get(i), scale);
        columns.add(List.of(panels.input(), panels.mask(), panels.heatMap()));
      }
    }
    ImageIO.write(strip(columns), "png", Path.of(args[2]).toFile());
  }

  /** From the median pixel of all maps to the upper quartile of their maxima. */
  private static MapScale scale(List<AnomalyMap> maps) {
    double[] maxima = maps.stream().mapToDouble(AnomalyMap::max).sorted().toArray();
    int pixels = maps.get(0).size().pixels();
    float[] all = new float[maps.size() * pixels];
    for (int i = 0; i < maps.size(); i++) {
      System.arraycopy(maps.get(i).values(), 0, all, i * pixels, pixels);
    }
    Arrays.sort(all);
    return new MapScale(all[all.length / 2], maxima[3 * (maxima.length - 1) / 4]);
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  private static BufferedImage strip(List<List<BufferedImage>> columns) {
    int step = SIDE + GAP;
    BufferedImage all =
        new BufferedImage(GAP + step * columns.size(), GAP + step * 3, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = all.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, all.getWidth(), all.getHeight());
    for (int column = 0; column < columns.size(); column++) {
      for (int row = 0; row < 3; row++) {
        g.drawImage(
            columns.get(column).get(row).getScaledInstance(SIDE, SIDE, BufferedImage.SCALE_AREA_AVERAGING),
            GAP + step * column,
            GAP + step * row,
            null);
      }
    }
    g.dispose();
    return all;
  }
}
