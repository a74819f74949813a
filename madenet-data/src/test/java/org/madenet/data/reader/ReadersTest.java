package org.madenet.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ProgressListener;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.DatasetAudit;
import org.madenet.data.DatasetException;
import org.madenet.data.Datasets;
import org.madenet.data.ImageTree;
import org.madenet.data.Problem;
import org.madenet.data.ProblemPolicy;
import org.madenet.data.ReadOptions;
import org.madenet.data.Sample;
import org.madenet.data.Split;

class ReadersTest {

  private static final ReadOptions SKIP =
      ReadOptions.DEFAULT.withPolicy(ProblemPolicy.SKIP_WITH_COUNT);

  @TempDir Path root;
  private ImageTree tree;

  @BeforeEach
  void makeTree() {
    tree = new ImageTree(root);
  }

  private ImageTree mvtec(String category) {
    return tree.images(category + "/train/good", "png", 3)
        .images(category + "/test/good", "png", 2)
        .images(category + "/test/scratch", "png", 2)
        .mask(category + "/ground_truth/scratch/000_mask.png")
        .mask(category + "/ground_truth/scratch/001_mask.png");
  }

  private ImageTree mtd() {
    return tree.images("MT_Free/Imgs", "jpg", 10)
        .images("MT_Crack/Imgs", "jpg", 10)
        .image("MT_Crack/Imgs/extra.jpg")
        .mask("MT_Crack/Imgs/extra.png");
  }

  @Test
  void open_mvtecLayout_readsSplitsDefectTypesAndMasks() throws IOException {
    mvtec("bottle").text("readme.txt", "about").text("bottle/license.txt", "terms");

    AnomalyDataset dataset = Datasets.open(root);

    assertThat(dataset.layout()).isEqualTo("mvtec-ad");
    assertThat(dataset.samples())
        .extracting(Sample::id, Sample::split, Sample::anomalous, Sample::defectType)
        .containsExactly(
            tuple("bottle/test/good/000.png", Split.TEST, false, "good"),
            tuple("bottle/test/good/001.png", Split.TEST, false, "good"),
            tuple("bottle/test/scratch/000.png", Split.TEST, true, "scratch"),
            tuple("bottle/test/scratch/001.png", Split.TEST, true, "scratch"),
            tuple("bottle/train/good/000.png", Split.TRAIN, false, "good"),
            tuple("bottle/train/good/001.png", Split.TRAIN, false, "good"),
            tuple("bottle/train/good/002.png", Split.TRAIN, false, "good"));
    assertThat(dataset.anomalous().samples().get(1).mask())
        .contains(root.resolve("bottle/ground_truth/scratch/001_mask.png"));
    assertThat(dataset.categories()).containsExactly("bottle");
    assertThat(dataset.defectTypes()).containsExactly("scratch");
  }

  @Test
  void open_folderOfASingleMvtecCategory_isThatCategory() throws IOException {
    mvtec("bottle");

    AnomalyDataset dataset = Datasets.open(root.resolve("bottle"));

    assertThat(dataset.categories()).containsExactly("bottle");
    assertThat(dataset.samples().get(0).id()).isEqualTo("test/good/000.png");
  }

  @Test
  void open_mpddCategoryNames_isMpdd() throws IOException {
    mvtec("bracket_black");
    mvtec("tubes");

    assertThat(Datasets.open(root).layout()).isEqualTo("mpdd");
  }

  @Test
  void open_componentNames_isManuDefect() throws IOException {
    mvtec("QFN");
    mvtec("Aluminum Capacitor");

    assertThat(Datasets.open(root).layout()).isEqualTo("manudefect-21");
  }

  @Test
  void open_defectsForTraining_haveMasksOfTheirOwn() throws IOException {
    mvtec("BGA")
        .image("BGA/train/scratch/000.png")
        .mask("BGA/ground_truth_train/scratch/000_mask.png");

    AnomalyDataset dataset = Datasets.open(root);

    assertThat(dataset.split(Split.TRAIN).anomalous().samples())
        .extracting(Sample::id, Sample::mask)
        .containsExactly(
            tuple(
                "BGA/train/scratch/000.png",
                Optional.of(root.resolve("BGA/ground_truth_train/scratch/000_mask.png"))));
    assertThat(dataset.split(Split.TEST).anomalous().samples().get(0).mask())
        .contains(root.resolve("BGA/ground_truth/scratch/000_mask.png"));
  }

  @Test
  void open_visa_followsTheTableAndMarksEveryLevelAboveZero() throws IOException {
    tree.image("candle/Data/Images/Normal/0.png")
        .image("candle/Data/Images/Normal/1.png")
        .image("candle/Data/Images/Anomaly/0.png")
        .mask("candle/Data/Masks/Anomaly/0.png", 8, 6, 3)
        .text(
            "split_csv/1cls.csv",
            """
            object,split,label,image,mask
            candle,train,normal,candle/Data/Images/Normal/0.png,
            candle,test,normal,candle/Data/Images/Normal/1.png,
            candle,test,anomaly,candle/Data/Images/Anomaly/0.png,candle/Data/Masks/Anomaly/0.png
            """);

    AnomalyDataset dataset = Datasets.open(root);

    assertThat(dataset.layout()).isEqualTo("visa");
    assertThat(dataset.samples())
        .extracting(Sample::category, Sample::split, Sample::anomalous)
        .containsExactly(
            tuple("candle", Split.TEST, true),
            tuple("candle", Split.TRAIN, false),
            tuple("candle", Split.TEST, false));
    assertThat(dataset.samples().get(0).maskThreshold()).isEqualTo(1);
  }

  @Test
  void open_mtdWithoutTable_drawsTheSplitPerClassAndSaysSo() throws IOException {
    mtd();
    for (int i = 0; i < 10; i++) {
      tree.mask("MT_Crack/Imgs/%03d.png".formatted(i));
    }

    AnomalyDataset dataset = Datasets.open(root);
    AnomalyDataset again = Datasets.open(root);
    AnomalyDataset otherSeed = Datasets.open(root, ReadOptions.DEFAULT.withSeed(7));

    assertThat(dataset.split(Split.TRAIN).normal().size()).isEqualTo(7);
    assertThat(dataset.split(Split.TRAIN).anomalous().size()).isEqualTo(8);
    assertThat(dataset.notes()).singleElement().asString().contains("70 %").contains("seed 42");
    assertThat(again.samples()).isEqualTo(dataset.samples());
    assertThat(otherSeed.samples()).isNotEqualTo(dataset.samples());
  }

  @Test
  void open_mtdWithTable_followsItAndNamesWhatItLeavesOut() throws IOException {
    tree.images("MT_Free/Imgs", "jpg", 3)
        .text(
            "split.csv",
            """
            image,mask,label,split
            MT_Free/Imgs/000.jpg,,good,train
            MT_Free/Imgs/001.jpg,,good,test
            MT_Free/Imgs/009.jpg,,good,test
            """);

    AnomalyDataset dataset = Datasets.open(root, SKIP);

    assertThat(dataset.samples())
        .extracting(Sample::split)
        .containsExactly(Split.TRAIN, Split.TEST);
    assertThat(dataset.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.MISSING_FILE, Problem.Kind.UNEXPECTED_FILE);
    assertThat(dataset.notes()).isEmpty();
  }

  @Test
  void open_anomalousImagesWithoutMask_failsOrLeavesThemOut() throws IOException {
    mtd();

    assertThatThrownBy(() -> Datasets.open(root))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("10 problems")
        .hasMessageContaining(root.resolve("MT_Crack/Imgs/000.jpg") + ": is anomalous")
        .hasMessageContaining("and 5 more");
    AnomalyDataset dataset = Datasets.open(root, SKIP);
    assertThat(dataset.anomalous().samples())
        .extracting(Sample::id)
        .containsExactly("MT_Crack/Imgs/extra.jpg");
    assertThat(dataset.problems()).hasSize(10).allMatch(p -> p.kind() == Problem.Kind.MISSING_MASK);
  }

  @Test
  void open_strayFiles_areNamed() throws IOException {
    mvtec("bottle")
        .mask("bottle/ground_truth/scratch/077_mask.png")
        .text("bottle/train/good/notes.txt", "not an image")
        .text("bottle/train/good/.hidden", "")
        .text("bottle/test/dent/only.txt", "not an image");

    AnomalyDataset dataset = Datasets.open(root, SKIP);

    assertThat(dataset.size()).isEqualTo(7);
    assertThat(dataset.problems())
        .extracting(Problem::kind, p -> p.path().getFileName().toString())
        .containsExactly(
            tuple(Problem.Kind.UNEXPECTED_FILE, "notes.txt"),
            tuple(Problem.Kind.EMPTY_CATEGORY, "dent"),
            tuple(Problem.Kind.UNEXPECTED_FILE, "only.txt"),
            tuple(Problem.Kind.MASK_WITHOUT_IMAGE, "077_mask.png"));
  }

  @Test
  void open_mvtecFoldersThatAreNoCategory_areNamedIfTheyHoldImagesOrLookLikeOne()
      throws IOException {
    mvtec("bottle")
        .images("cable/train/Good", "png", 2)
        .images("capsule/ground_truth/crack", "png", 1)
        .images("heatmaps/bottle", "png", 1)
        .text("carpet/test/notes.txt", "unpacked in part")
        .text("docs/paper.pdf", "about")
        .text("readme.txt", "about");
    Files.createDirectories(root.resolve("empty"));

    AnomalyDataset dataset = Datasets.open(root, SKIP);

    assertThat(dataset.categories()).containsExactly("bottle");
    assertThat(dataset.problems())
        .extracting(Problem::kind, p -> p.path().getFileName().toString())
        .containsExactly(
            tuple(Problem.Kind.UNKNOWN_FOLDER, "cable"),
            tuple(Problem.Kind.UNKNOWN_FOLDER, "capsule"),
            tuple(Problem.Kind.EMPTY_CATEGORY, "carpet"),
            tuple(Problem.Kind.UNKNOWN_FOLDER, "heatmaps"));
    assertThatThrownBy(() -> Datasets.open(root))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(
            root.resolve("cable")
                + ": has images that are not read: it has neither train/good nor test/good");
  }

  @Test
  void open_imagesBelowAFolderOfImages_areNamed() throws IOException {
    mvtec("bottle").images("bottle/train/good/more", "png", 2);

    assertThat(Datasets.open(root, SKIP).problems())
        .singleElement()
        .returns(Problem.Kind.UNKNOWN_FOLDER, Problem::kind)
        .returns(root.resolve("bottle/train/good/more"), Problem::path);
  }

  @Test
  void open_plainFoldersWithOthersBeside_areNamed() throws IOException {
    tree.images("good", "png", 3)
        .images("good/more", "png", 1)
        .images("bad", "png", 1)
        .images("bad/dent", "png", 1)
        .images("scratch", "png", 2)
        .mask("masks/000.png")
        .mask("masks/dent/000.png")
        .mask("ground_truth/dent/000.png")
        .text("docs/readme.txt", "about");

    AnomalyDataset dataset = Datasets.open(root, SKIP);

    assertThat(dataset.size()).isEqualTo(5);
    assertThat(dataset.problems())
        .extracting(Problem::kind, p -> p.path().getFileName().toString())
        .containsExactly(
            tuple(Problem.Kind.UNKNOWN_FOLDER, "ground_truth"),
            tuple(Problem.Kind.UNKNOWN_FOLDER, "more"),
            tuple(Problem.Kind.UNKNOWN_FOLDER, "scratch"));
    assertThatThrownBy(() -> Datasets.open(root))
        .hasMessageContaining("second folder of masks")
        .hasMessageContaining("named neither like normal images nor like anomalous ones");
  }

  @ParameterizedTest
  @ValueSource(strings = {"good", "Good", "ok", "normal"})
  void open_typeNamedLikeNormalInsideAnomalous_isRefusedNotRead(String type) throws IOException {
    tree.images("good", "png", 3).images("bad/" + type, "png", 2).images("bad/dent", "png", 2);

    AnomalyDataset dataset = Datasets.open(root, SKIP);

    assertThat(dataset.normal().size()).isEqualTo(3);
    assertThat(dataset.defectTypes()).containsExactly("dent");
    assertThat(dataset.problems())
        .singleElement()
        .returns(Problem.Kind.UNKNOWN_FOLDER, Problem::kind)
        .returns(root.resolve("bad").resolve(type), Problem::path);
  }

  @Test
  void open_masksOfNormalImages_areTheirs() throws IOException {
    mvtec("bottle").mask("bottle/ground_truth/good/000_mask.png", 8, 6, 0);

    AnomalyDataset dataset = Datasets.open(root);

    assertThat(dataset.problems()).isEmpty();
    assertThat(dataset.samples().get(0).mask())
        .contains(root.resolve("bottle/ground_truth/good/000_mask.png"));
  }

  @Test
  void open_repeatedSample_isAsListedFirst() throws IOException {
    tree.images("MT_Free/Imgs", "jpg", 1)
        .text(
            "split.csv",
            """
            image,split
            MT_Free/Imgs/000.jpg,test
            MT_Free/Imgs/000.jpg,train
            """);

    AnomalyDataset dataset = Datasets.open(root, SKIP);
    DatasetAudit audit = DatasetAudit.of(dataset, 100, ProgressListener.NONE);

    assertThat(dataset.samples()).extracting(Sample::split).containsExactly(Split.TEST);
    assertThat(audit.problems(Problem.Kind.REPEATED_SAMPLE)).hasSize(1);
    assertThat(audit.usable().samples()).isEqualTo(dataset.samples());
    assertThatThrownBy(() -> Datasets.open(root)).isInstanceOf(DatasetException.class);
  }

  @Test
  void open_plainFolders_readsTypesAndMasks() throws IOException {
    tree.images("ok", "png", 10)
        .images("ng/dent", "png", 2)
        .image("ng/other.png")
        .mask("masks/dent/000.png")
        .mask("masks/dent/001_mask.png")
        .mask("masks/ng/other.png");

    AnomalyDataset dataset = Datasets.open(root);

    assertThat(dataset.layout()).isEqualTo("folders");
    assertThat(dataset.defectTypes()).containsExactly("anomalous", "dent");
    assertThat(dataset.anomalous().samples()).allMatch(s -> s.mask().isPresent());
    assertThat(dataset.normal().split(Split.TRAIN).size()).isEqualTo(7);
    assertThat(dataset.notes()).singleElement().asString().contains("no split of its own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"good", "OK", "normal"})
  void open_nothingButNormalImages_isADataset(String name) throws IOException {
    tree.images(name, "png", 10);

    AnomalyDataset dataset = Datasets.open(root);

    assertThat(dataset.layout()).isEqualTo("folders");
    assertThat(dataset.normal().split(Split.TRAIN).size()).isEqualTo(10);
    assertThat(dataset.size()).isEqualTo(10);
    assertThat(dataset.notes()).singleElement().asString().contains("all are for training");
  }

  @Test
  void open_normalImagesBesideOthers_isNotTakenForADatasetOfThemAlone() throws IOException {
    tree.image("good/a.png").image("scratch/b.png");
    assertThatThrownBy(() -> Datasets.open(root)).hasMessageContaining("no known dataset layout");

    tree.text("manifest.csv", "image,label\ngood/a.png,0\nscratch/b.png,1\n");
    assertThat(Datasets.open(root).layout()).isEqualTo("manifest");
  }

  @Test
  void open_oneMaskForTwoDefects_isTheFirstOnesOnly() throws IOException {
    tree.images("good", "png", 3)
        .image("bad/dent/001.png")
        .image("bad/scratch/001.png")
        .mask("masks/001.png");

    AnomalyDataset dataset = Datasets.open(root, SKIP);

    assertThat(dataset.defectTypes()).containsExactly("dent");
    assertThat(dataset.problems())
        .singleElement()
        .returns(Problem.Kind.SHARED_MASK, Problem::kind)
        .returns(root.resolve("bad/scratch/001.png"), Problem::path)
        .asString()
        .contains("masks/001.png");
  }

  @Test
  void open_mvtecImagesOfOneName_doNotShareAMask() throws IOException {
    tree.images("bottle/train/good", "png", 2)
        .images("bottle/test/good", "png", 1)
        .image("bottle/test/dent/000.jpg")
        .image("bottle/test/dent/000.png")
        .mask("bottle/ground_truth/dent/000_mask.png");

    AnomalyDataset dataset = Datasets.open(root, SKIP);

    assertThat(dataset.anomalous().samples())
        .singleElement()
        .returns(root.resolve("bottle/test/dent/000.jpg"), Sample::image);
    assertThat(dataset.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.SHARED_MASK);
  }

  @Test
  void open_nothingButDefects_isNone() throws IOException {
    tree.images("bad", "png", 3);

    assertThatThrownBy(() -> Datasets.open(root)).hasMessageContaining("no known dataset layout");
  }

  @Test
  void open_plainFoldersWithoutMasks_saysSo() throws IOException {
    tree.images("normal", "png", 4).images("defect", "png", 3);

    AnomalyDataset dataset = Datasets.open(root);

    assertThat(dataset.anomalous().size()).isEqualTo(3);
    assertThat(dataset.notes()).anyMatch(n -> n.contains("no ground-truth masks"));
  }

  @Test
  void open_manifest_readsMandatoryAndOptionalColumns() throws IOException {
    tree.image("a.png")
        .image("b.png")
        .mask("b-mask.png")
        .text(
            "manifest.csv",
            """
            image,label,split,category,defect_type,mask
            a.png,normal,train,screw,,
            b.png,anomalous,test,screw,bent,b-mask.png
            """);

    AnomalyDataset dataset = Datasets.open(root);

    assertThat(dataset.samples())
        .extracting(Sample::category, Sample::split, Sample::defectType, s -> s.mask().isPresent())
        .containsExactly(
            tuple("screw", Split.TRAIN, "good", false), tuple("screw", Split.TEST, "bent", true));
  }

  @Test
  void open_manifestWithBadRows_namesEachRow() throws IOException {
    tree.image("a.png")
        .text(
            "manifest.csv",
            """
            image,label,split
            a.png,normal,train
            a.png,normal,train
            gone.png,normal,train
            a.png,perhaps,train
            a.png,normal,later
            ../a.png,normal,train
            """);

    AnomalyDataset dataset = Datasets.open(root, SKIP);

    assertThat(dataset.size()).isEqualTo(1);
    assertThat(dataset.problems())
        .extracting(Problem::detail)
        .containsExactlyInAnyOrder(
            "row 3: no such file: 'gone.png'",
            "row 4: label must be normal or anomalous, but is 'perhaps'",
            "row 5: split must be train or test, but is 'later'",
            "row 6: no such file: '../a.png'",
            "is listed more than once");
  }

  @Test
  void open_manifestWithoutMandatoryColumn_isRefused() {
    tree.text("manifest.csv", "image,class\na.png,normal\n");

    assertThatThrownBy(() -> Datasets.open(root))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no column label; the header has image, class");
  }

  @Test
  void open_manifestWithByteOrderMark_isRead() throws IOException {
    tree.image("a.png").text("manifest.csv", "\uFEFFimage,label,split\na.png,normal,train\n");

    assertThat(Datasets.open(root).samples()).extracting(Sample::id).containsExactly("a.png");
  }

  @Test
  void open_manifestWithColumnWithoutName_saysWhatToDo() {
    tree.image("a.png").text("manifest.csv", "image,label,split,\na.png,normal,train,\n");

    assertThatThrownBy(() -> Datasets.open(root))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(root.resolve("manifest.csv") + ": is not a readable table")
        .hasMessageContaining("every column needs a name")
        .hasMessageContaining("save it as CSV in UTF-8");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20_000})
  void open_manifestInLatin1_saysWhatToDo(int rowsBefore) throws IOException {
    tree.image("a.png");
    String rows = "a.png,normal,train\n".repeat(rowsBefore);
    Files.writeString(
        root.resolve("manifest.csv"),
        "image,label,split\n" + rows + "caf\u00e9.png,normal,train\n",
        StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> Datasets.open(root))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(root.resolve("manifest.csv") + ": is not in UTF-8; save it");
  }
}
