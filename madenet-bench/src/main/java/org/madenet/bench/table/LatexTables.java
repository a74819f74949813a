package org.madenet.bench.table;

/**
 * Tables in LaTeX: one document that compiles as it is, each table a {@code table*} of the package
 * booktabs that can be copied into a paper.
 */
final class LatexTables {

  private static final String RULE = "\\midrule\n";

  private LatexTables() {}

  static String of(TableDocument document) {
    StringBuilder out = new StringBuilder();
    out.append("\\documentclass{article}\n");
    out.append("\\usepackage[T1]{fontenc}\n\\usepackage[utf8]{inputenc}\n");
    out.append("\\usepackage[a3paper,landscape,margin=15mm]{geometry}\n");
    out.append("\\usepackage{booktabs}\n\\usepackage{textcomp}\n\\begin{document}\n");
    out.append("\\section*{").append(escaped(document.title())).append("}\n");
    document.notices().forEach(n -> out.append('\n').append(escaped(n)).append("\\par\n"));
    document.sections().forEach(section -> table(section, out));
    return out.append("\\end{document}\n").toString();
  }

  private static void table(TableDocument.Section section, StringBuilder out) {
    TextTable table = section.table();
    out.append("\n\\begin{table*}[p]\n\\centering\\footnotesize\n");
    out.append("\\caption{").append(escaped(table.title())).append("}\n");
    out.append("\\label{tab:").append(section.name()).append("}\n");
    out.append("\\begin{tabular}{l").append("r".repeat(table.columns().size())).append("}\n");
    out.append("\\toprule\n");
    for (TextTable.Group group : table.groups()) {
      out.append(" & \\multicolumn{")
          .append(group.columns().size())
          .append("}{c}{")
          .append(escaped(group.title()))
          .append('}');
    }
    out.append(" \\\\\n").append(escaped(table.rowHeading()));
    table.columns().forEach(c -> out.append(" & ").append(escaped(c)));
    out.append(" \\\\\n").append(RULE);
    for (TextTable.Row row : table.rows()) {
      out.append(escaped(row.name()));
      for (int c = 0; c < row.cells().size(); c++) {
        String cell = escaped(row.cells().get(c));
        out.append(" & ").append(row.isBest(c) ? "\\textbf{" + cell + "}" : cell);
      }
      out.append(" \\\\\n");
    }
    out.append("\\bottomrule\n\\end{tabular}\n");
    section.notes().forEach(n -> out.append("\\par\\smallskip ").append(escaped(n)).append('\n'));
    out.append("\\end{table*}\n\\clearpage\n");
  }

  /** Text as LaTeX prints it. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c ->
                out.append(
                    switch (c) {
                      case '&', '%', '$', '#', '_', '{', '}' -> "\\" + Character.toString(c);
                      case '~' -> "\\textasciitilde{}";
                      case '^' -> "\\textasciicircum{}";
                      case '\\' -> "\\textbackslash{}";
                      case '<' -> "\\textless{}";
                      case '>' -> "\\textgreater{}";
                      case '\u00b1' -> "\\textpm{}";
                      case '\u00d7' -> "\\texttimes{}";
                      case '[' -> "{[}";
                      case ']' -> "{]}";
                      default -> Character.toString(c);
                    }));
    return out.toString();
  }
}
