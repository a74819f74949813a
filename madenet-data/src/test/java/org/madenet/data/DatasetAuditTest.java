package org.madenet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.core.ProgressListener;
import org.madenet.data.image.ImageDecoder;

class DatasetAuditTest {

  private static final long MAX_PIXELS = ImageDecoder.DEFAULT_MAX_PIXELS;

  @Test
  void audit_magneticTile_finds1344ImagesAndTheFourEmptyMasksOfUneven() throws IOException {
    AnomalyDataset dataset = Datasets.open(SharedData.magneticTile());

    DatasetAudit audit = DatasetAudit.of(dataset, MAX_PIXELS, ProgressListener.NONE);

    assertThat(audit.images()).isEqualTo(1344);
    assertThat(audit.problems(Problem.Kind.EMPTY_MASK))
        .hasSize(4)
        .allMatch(p -> p.path().toString().contains("MT_Uneven"));
    assertThat(audit.usable().size()).isEqualTo(1344);
    assertThat(audit.counts())
        .extracting(
            DatasetAudit.Count::split, DatasetAudit.Count::defectType, DatasetAudit.Count::images)
        .contains(
            tuple(Split.TRAIN, "good", 666),
            tuple(Split.TEST, "good", 286),
            tuple(Split.TRAIN, "uneven", 72));
  }

  @Test
  void audit_faultyFiles_areEachNamedByKind(@TempDir Path root) throws IOException {
    new ImageTree(root)
        .images("normal", "png", 3)
        .text("normal/text.jpg", "not a photograph")
        .images("defect", "png", 5)
        .copy("normal/000.png", "defect/copy.png")
        .mask("masks/000.png")
        .mask("masks/normal/000.png")
        .mask("masks/defect/001.png", 9, 6, 255)
        .mask("masks/defect/002.png", 8, 6, 0)
        .text("masks/defect/003.png", "not a mask")
        .mask("masks/defect/004.png")
        .mask("masks/defect/copy.png");
    AnomalyDataset dataset = Datasets.open(root);
    List<Long> done = new ArrayList<>();

    DatasetAudit audit = DatasetAudit.of(dataset, MAX_PIXELS, p -> done.add(p.done()));

    assertThat(audit.problems())
        .extracting(Problem::kind, p -> root.relativize(p.path()).toString().replace('\\', '/'))
        .contains(
            tuple(Problem.Kind.MASK_SIZE, "masks/defect/001.png"),
            tuple(Problem.Kind.EMPTY_MASK, "masks/defect/002.png"),
            tuple(Problem.Kind.UNREADABLE_MASK, "masks/defect/003.png"),
            tuple(Problem.Kind.MASK_ON_NORMAL, "masks/normal/000.png"),
            tuple(Problem.Kind.UNREADABLE_IMAGE, "normal/text.jpg"));
    assertThat(audit.problems())
        .filteredOn(
            p ->
                p.kind() == Problem.Kind.DUPLICATE
                    || p.kind() == Problem.Kind.DUPLICATE_ACROSS_SPLITS)
        .singleElement()
        .extracting(Problem::detail)
        .asString()
        .contains("has the same content as defect/copy.png");
    assertThat(done).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(audit.usable().samples())
        .extracting(Sample::id)
        .doesNotContain("defect/001.png", "defect/003.png", "normal/000.png", "normal/text.jpg")
        .contains("defect/002.png");
    assertThat(audit.toText())
        .contains("10 images, 6 to 6 rows, 8 to 8 columns")
        .contains("unreadable image  " + root.resolve("normal/text.jpg") + ": is not a JPEG");
  }

  @Test
  void audit_masksStoredAs0And1_areNamedWithTheirLevelAndLeftOut(@TempDir Path root)
      throws IOException {
    new ImageTree(root)
        .images("normal", "png", 3)
        .images("defect", "png", 4)
        .mask("masks/normal/000.png", 8, 6, 1)
        .mask("masks/defect/000.png", 8, 6, 1)
        .mask("masks/defect/001.png", 8, 6, 127)
        .mask("masks/defect/002.png", 8, 6, 128)
        .deepMask("masks/defect/003.png", 1);

    DatasetAudit audit = DatasetAudit.of(Datasets.open(root), MAX_PIXELS, ProgressListener.NONE);

    assertThat(audit.problems())
        .extracting(Problem::kind, p -> p.path().getFileName().toString())
        .containsExactly(
            tuple(Problem.Kind.FAINT_MASK, "000.png"),
            tuple(Problem.Kind.FAINT_MASK, "001.png"),
            tuple(Problem.Kind.FAINT_MASK, "003.png"));
    assertThat(audit.problems().get(0).detail())
        .isEqualTo(
            "marks no pixel: its brightest level is 1 of 255, but marks start at 128."
                + " Store marks as white (multiply 8-bit masks of 0 and 1 by 255)");
    assertThat(audit.problems().get(1).detail()).contains("127 of 255");
    assertThat(audit.problems()).allMatch(p -> p.kind().preventsUse());
    assertThat(audit.usable().anomalous().samples())
        .extracting(Sample::id)
        .containsExactly("defect/002.png");
  }
}
