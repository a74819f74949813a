package org.madenet.bench.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.madenet.core.ImageSize;
import org.madenet.data.synthesis.PatchCounts;
import org.madenet.data.synthesis.PatchDifference;
import org.madenet.data.synthesis.PatchPerceptibility;
import org.madenet.data.synthesis.PatchSample;

/**
 * A contact sheet of patch distortions for inspection by a person (paper, section 3.3.1): each
 * image as a network sees it, without a hint, beside the same with the patch outlined, and what was
 * measured. Not safe for use by several threads.
 */
public final class DistortionSheet {

  private static final String HEADING =
      "image,pasted,redraws,replaced_mse,replaced_ssim,replaced_edge,"
          + "surroundings_mse,surroundings_ssim,surroundings_edge";

  private static final int OUTLINE = 0xFF2FD0;

  private final String title;
  private final ImageSize size;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(String id, PatchSample sample) {}

  /**
   * An empty sheet.
   *
   * @param title heading of the page
   * @param size of the images
   */
  public DistortionSheet(String title, ImageSize size) {
    this.title = Objects.requireNonNull(title, "title");
    this.size = Objects.requireNonNull(size, "size");
  }

  /**
   * Adds a distortion.
   *
   * @param id of the image
   * @param sample what was made of it
   */
  public void add(String id, PatchSample sample) {
    entries.add(new Entry(id, sample));
  }

  /**
   * The measurements as a table.
   *
   * @return CSV with a heading; empty cells where no patch passed the gate
   */
  public String csv() {
    StringBuilder text = new StringBuilder(HEADING).append('\n');
    for (Entry entry : entries) {
      PatchSample sample = entry.sample;
      text.append('"').append(entry.id.replace("\"", "\"\"")).append("\",");
      text.append(sample.perceptibility().isPresent()).append(',').append(sample.redraws());
      text.append(sample.perceptibility().map(DistortionSheet::cells).orElse(",,,,,,"));
      text.append('\n');
    }
    return text.toString();
  }

  private static String cells(PatchPerceptibility measured) {
    return cells(measured.replaced()) + cells(measured.surroundings());
  }

  private static String cells(PatchDifference difference) {
    return String.format(
        Locale.ROOT, ",%.6f,%.4f,%.5f", difference.mse(), difference.ssim(), difference.edge());
  }

  /**
   * The sheet as one page without scripts or foreign files.
   *
   * @param counts what the distortion has done
   * @return HTML
   */
  public String html(PatchCounts counts) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escaped(title))
        .append(
            "</title>\n<style>body{font:14px sans-serif;margin:2em}figure{display:inline-block;")
        .append("margin:0 1em 1em 0}img{width:192px;image-rendering:pixelated;margin-right:2px}")
        .append("td,th{padding:0 .6em 0 0;text-align:right}</style></head><body>\n<h1>")
        .append(escaped(title))
        .append("</h1>\n<p>Left as a network sees it, right with the patch outlined. ")
        .append(
            String.format(
                Locale.ROOT,
                "%d images with a patch, %d without one; the gate rejected %d patches, %.0f %%.",
                counts.pasted(),
                counts.abandoned(),
                counts.rejected(),
                100 * counts.rejectedShare()))
        .append("</p>\n");
    entries.forEach(entry -> figure(entry, page));
    return page.append("</body></html>\n").toString();
  }

  private void figure(Entry entry, StringBuilder page) {
    PatchSample sample = entry.sample;
    page.append("<figure><img alt=\"distorted\" src=\"")
        .append(Picture.jpeg(Panels.input(sample.image(), size)))
        .append("\"><img alt=\"outlined\" src=\"")
        .append(Picture.jpeg(outlined(sample)))
        .append("\"><figcaption>")
        .append(escaped(entry.id))
        .append(", redraws: ")
        .append(sample.redraws());
    if (sample.perceptibility().isEmpty()) {
      page.append(", stays normal");
    } else {
      PatchPerceptibility measured = sample.perceptibility().get();
      page.append("<table><tr><th></th><th>MSE</th><th>SSIM</th><th>edge</th></tr>");
      row("replaced", measured.replaced(), page);
      row("surroundings", measured.surroundings(), page);
      page.append("</table>");
    }
    page.append("</figcaption></figure>\n");
  }

  private static void row(String name, PatchDifference difference, StringBuilder page) {
    page.append(
        String.format(
            Locale.ROOT,
            "<tr><td>%s</td><td>%.4f</td><td>%.2f</td><td>%.3f</td></tr>",
            name,
            difference.mse(),
            difference.ssim(),
            difference.edge()));
  }

  private BufferedImage outlined(PatchSample sample) {
    BufferedImage image = Panels.input(sample.image(), size);
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        boolean inside = marked(sample.mask(), y, x);
        boolean edge =
            inside
                && !(marked(sample.mask(), y - 1, x)
                    && marked(sample.mask(), y + 1, x)
                    && marked(sample.mask(), y, x - 1)
                    && marked(sample.mask(), y, x + 1));
        if (edge) {
          image.setRGB(x, y, OUTLINE);
        }
      }
    }
    return image;
  }

  private boolean marked(float[] mask, int y, int x) {
    return y >= 0
        && x >= 0
        && y < size.height()
        && x < size.width()
        && mask[y * size.width() + x] > 0;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
