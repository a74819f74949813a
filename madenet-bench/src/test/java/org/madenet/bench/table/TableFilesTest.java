package org.madenet.bench.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFilesTest {

  private static final TextTable TABLE =
      new TextTable(
          "Table 1 of \"x\" & y",
          "Category",
          List.of(
              new TextTable.Group("A_1", List.of("AUROC", "AP")),
              new TextTable.Group("B", List.of("AUROC"))),
          List.of(
              new TextTable.Row("a, b", List.of("0.5 \u00b1 0.1", "1", "<2"), Set.of(0, 2)),
              new TextTable.Row("c_d", List.of("-", "100 %", "[0.1]"))));
  private static final TableDocument DOCUMENT =
      new TableDocument(
          "Results",
          List.of("All of it is made up."),
          List.of(new TableDocument.Section("table-1", TABLE, List.of("A note."))));

  @TempDir Path folder;

  @Test
  void write_aDocument_makesEveryNotation() throws IOException {
    TableFiles.write(DOCUMENT, folder);
    assertThat(folder.resolve("tables.md")).exists();
    assertThat(folder.resolve("tables.tex")).exists();
    assertThat(Files.readString(folder.resolve("csv/table-1.csv")))
        .isEqualTo(
            """
            Category,A_1: AUROC,A_1: AP,B: AUROC
            "a, b",0.5 \u00b1 0.1,1,<2
            c_d,-,100 %,[0.1]
            """
                .replace("\n", "\r\n"));
    assertThat(Files.readString(folder.resolve("tables.html")))
        .contains("All of it is made up.")
        .contains("<h2 id=\"table-1\">Table 1 of &quot;x&quot; &amp; y</h2>")
        .contains("<th class=\"group\" colspan=\"2\">A_1</th>")
        .contains("<td><b>&lt;2</b></td>")
        .contains("<p>A note.</p>");
  }

  @Test
  void markdown_aDocument_hasTheBestInBold() {
    assertThat(TableFiles.markdown(DOCUMENT))
        .isEqualTo(
            """
            # Results

            All of it is made up.

            ## Table 1 of "x" & y

            | Category | A_1: AUROC | A_1: AP | B: AUROC |
            |---|---:|---:|---:|
            | a, b | **0.5 \u00b1 0.1** | 1 | **<2** |
            | c_d | - | 100 % | [0.1] |

            A note.
            """);
  }

  @Test
  void latex_aDocument_escapesAndAlignsEverything() {
    String latex = LatexTables.of(DOCUMENT);
    assertThat(latex)
        .contains("\\begin{tabular}{lrrr}")
        .contains(" & \\multicolumn{2}{c}{A\\_1} & \\multicolumn{1}{c}{B} \\\\")
        .contains("a, b & \\textbf{0.5 \\textpm{} 0.1} & 1 & \\textbf{\\textless{}2} \\\\")
        .contains("c\\_d & - & 100 \\% & {[}0.1{]} \\\\");
    assertThat(count(latex, "\\begin{")).isEqualTo(count(latex, "\\end{"));
    for (String line : latex.lines().filter(l -> l.endsWith("\\\\")).toList()) {
      int cells = count(line.replace("\\&", ""), "&");
      assertThat(line.contains("multicolumn") ? cells + 1 : cells).as(line).isEqualTo(3);
    }
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }
}
