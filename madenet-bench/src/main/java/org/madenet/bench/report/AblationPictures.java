package org.madenet.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.madenet.bench.evaluation.MapScale;
import org.madenet.bench.html.HtmlTemplate;
import org.madenet.core.AnomalyMap;
import org.madenet.core.LabelledBatch;
import org.madenet.core.io.AtomicFiles;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.RoutedPrediction;
import org.madenet.ism.Submodel;

/**
 * The same images through MADE-Net and through MADE-Net without each submodel: the pictures that
 * section 4.5 of the paper asks for. One page that needs no other file.
 */
public final class AblationPictures {

  private static final int PER_CATEGORY = 2;

  private AblationPictures() {}

  /**
   * Draws the page. Of each category it shows two defects with masks that lie a third and two
   * thirds through the list of them, so that nobody has chosen.
   *
   * @param test the test part
   * @param whole stays open
   * @param notice what everybody who sees figures of this dataset has to know; empty for real data
   * @param file replaced if it exists
   * @throws IOException if it cannot be written
   */
  public static void write(
      AnomalyDataset test, MadeNetDetector whole, Optional<String> notice, Path file)
      throws IOException {
    Map<String, MadeNetDetector> variants = new LinkedHashMap<>();
    variants.put(MadeNetDetector.TITLE, whole);
    try {
      if (whole.submodels().size() > 1) {
        for (Submodel submodel : whole.submodels()) {
          variants.put("without " + submodel, whole.without(submodel));
        }
      }
      List<Shown> shown = new ArrayList<>();
      for (String category : test.categories()) {
        for (Sample sample : chosen(test.category(category))) {
          shown.add(Shown.of(sample, variants));
        }
      }
      MapScale scale = scale(shown);
      Map<String, Object> model = new LinkedHashMap<>();
      model.put("dataset", test.name());
      model.put("stages", String.join(", then ", whole.provenance().stages()));
      notice.ifPresent(sentence -> model.put("notice", sentence));
      model.put("images", shown.stream().map(s -> s.model(scale)).toList());
      AtomicFiles.writeString(
          file, HtmlTemplate.fill(AblationPictures.class, "ablation.ftlh", model));
    } finally {
      variants.values().stream().filter(v -> v != whole).forEach(MadeNetDetector::close);
    }
  }

  private static List<Sample> chosen(AnomalyDataset category) {
    List<Sample> masked =
        category.anomalous().samples().stream().filter(s -> s.mask().isPresent()).toList();
    if (masked.size() <= PER_CATEGORY) {
      return masked;
    }
    return List.of(masked.get(masked.size() / 3), masked.get(2 * masked.size() / 3));
  }

  /** From the mean of calibrated normal pixels, zero, to the median of the maxima. */
  private static MapScale scale(List<Shown> shown) {
    double[] maxima =
        shown.stream()
            .mapToDouble(s -> s.served().get(MadeNetDetector.TITLE).prediction().anomalyMap().max())
            .sorted()
            .toArray();
    double high = maxima.length == 0 ? 1 : maxima[maxima.length / 2];
    return new MapScale(0, Math.max(1, high));
  }

  /** An image and what every variant says of it. */
  private record Shown(Sample sample, LabelledBatch batch, Map<String, RoutedPrediction> served) {

    static Shown of(Sample sample, Map<String, MadeNetDetector> variants) {
      MadeNetDetector any = variants.values().iterator().next();
      LabelledBatch batch = SampleImages.labelled(List.of(sample), any.inputSize()).labelled(0);
      Map<String, RoutedPrediction> served = new LinkedHashMap<>();
      variants.forEach(
          (name, detector) -> served.put(name, detector.predictRouted(batch.inputs()).get(0)));
      return new Shown(sample, batch, served);
    }

    Map<String, Object> model(MapScale scale) {
      float[] rgb = batch.inputs().images().dup('c').data().asFloat();
      float[] mask = batch.masks().dup('c').data().asFloat();
      List<Map<String, String>> maps = new ArrayList<>();
      Panels first = null;
      for (Map.Entry<String, RoutedPrediction> entry : served.entrySet()) {
        AnomalyMap map = entry.getValue().prediction().anomalyMap();
        Panels panels = Panels.of(rgb, mask, map, scale);
        first = first == null ? panels : first;
        maps.add(
            Map.of(
                "variant", entry.getKey(),
                "submodel", entry.getValue().route().submodel().toString(),
                "uri", Picture.jpeg(panels.overlay())));
      }
      return Map.of(
          "id", sample.id(),
          "category", sample.category(),
          "type", sample.defectType(),
          "input", Picture.jpeg(first.input()),
          "mask", Picture.png(first.mask()),
          "maps", maps);
    }
  }
}
