package org.madenet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishedCountsTest {

  private static void add(
      List<Sample> samples, String category, Split split, String type, int count) {
    for (int i = 0; i < count; i++) {
      String id = "%s/%s/%s/%d.png".formatted(category, split, type, i);
      boolean anomalous = !type.equals(Sample.GOOD);
      samples.add(new Sample(id, category, split, anomalous, type, Path.of(id), Optional.empty()));
    }
  }

  private static AnomalyDataset published() {
    return published('_');
  }

  private static AnomalyDataset published(char joint) {
    List<Sample> samples = new ArrayList<>();
    PublishedCounts.MANUDEFECT_21.forEach(
        (component, row) -> {
          String name = component.name().toLowerCase(Locale.ROOT).replace('_', joint);
          add(samples, name, Split.TRAIN, Sample.GOOD, row.trainGood());
          add(samples, name, Split.TEST, Sample.GOOD, row.testGood());
          for (int type = 0; type < row.defectTypes(); type++) {
            boolean last = type == row.defectTypes() - 1;
            int rest = type;
            add(samples, name, Split.TRAIN, "type" + type, last ? row.trainAnomalous() - rest : 1);
            if (type == 0) {
              add(samples, name, Split.TEST, "type0", row.testAnomalous());
            }
          }
        });
    return new AnomalyDataset("m", "manudefect-21", Path.of("m"), samples, List.of(), List.of());
  }

  @Test
  void deviations_publishedCounts_none() {
    assertThat(PublishedCounts.deviations(published())).isEmpty();
    assertThat(PublishedCounts.deviations(published(' '))).isEmpty();
  }

  @Test
  void toText_publishedCounts_saysThatEveryRowAgrees() {
    assertThat(text(published())).contains("those of the published dataset, in every row");
  }

  @Test
  void toText_fewerImages_printsTheRowBesideThatOfTable3() {
    AnomalyDataset fewer = published().filter(s -> !s.id().equals("sot/TEST/good/0.png"));
    assertThat(text(fewer))
        .contains("sot: 724 + 201 training, 310 + 87 test", "Table 3 has 724 + 201 training, 311")
        .doesNotContain("in every row");
  }

  private static String text(AnomalyDataset dataset) {
    return new DatasetAudit(
            dataset, List.of(), Optional.empty(), PublishedCounts.deviations(dataset), List.of())
        .toText();
  }

  @Test
  void deviations_fewerImagesOrOtherComponents_areNamed() {
    AnomalyDataset all = published();
    List<Sample> samples =
        new ArrayList<>(
            all.filter(s -> !s.category().equals("bga") && !s.id().equals("sot/TEST/good/0.png"))
                .samples());
    add(samples, "valve", Split.TRAIN, Sample.GOOD, 1);
    AnomalyDataset other =
        new AnomalyDataset("m", "manudefect-21", all.root(), samples, List.of(), List.of());

    assertThat(PublishedCounts.deviations(other))
        .containsExactly(
            "BGA: in Table 3, but not here",
            "sot: 724 + 201 training, 310 + 87 test (normal + anomalous), 7 defect types; Table 3"
                + " has 724 + 201 training, 311 + 87 test (normal + anomalous), 7 defect types",
            "valve: not a component of Table 3");
  }

  @Test
  void deviations_otherLayout_none() {
    AnomalyDataset all = published();

    assertThat(
            PublishedCounts.deviations(
                new AnomalyDataset("m", "mvtec-ad", all.root(), List.of(), List.of(), List.of())))
        .isEmpty();
  }
}
