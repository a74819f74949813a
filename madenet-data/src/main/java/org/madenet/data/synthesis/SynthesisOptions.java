package org.madenet.data.synthesis;

import java.util.Objects;
import org.madenet.core.Checks;

/**
 * How anomalies are synthesised. Immutable and validated; {@link #defaults} is the paper's section
 * 3.1.1 with the open numbers of DRAEM and MemSeg, on whose recipe MSTUnet and the paper build.
 *
 * @param anomalyProbability probability that a sample has an anomaly, in [0,1]; default 0.5
 * @param textureShare share of foreign textures among anomalies, in [0,1]; the rest are structural;
 *     default 0.5, the paper's equal probability
 * @param minOpacity least opacity of an anomaly, in (0,1]; default 1, equation (1)
 * @param maxOpacity largest opacity, {@code minOpacity} to 1; each sample draws its own uniformly;
 *     default 1. MSTUnet's successors use 0.15 to 1
 * @param perlin the blobs; default exponents 0 to 5 and threshold 0.5
 * @param minAreaShare least share of the image's pixels that a mask marks, in [0,1]; default
 *     0.0005, 33 pixels of 256x256. A mask without a pixel is never used, even at 0
 * @param maxAreaShare largest share, {@code minAreaShare} to 1; default 0.5
 * @param minDifference least mean absolute change of the marked pixels, in [0,1); default 0.04, 10
 *     levels of 255. A piece that looks like what it replaces is no anomaly, and calling it one
 *     teaches noise; 0 keeps all, as the paper does
 * @param maxRedraws how often a sample that area or difference rule out is drawn again, 0 to 1000,
 *     before it stays clean and is labelled so; default 16
 * @param foreground where anomalies may lie; default {@link ForegroundMode#AUTO}
 * @param grey whether anomalies are grey; default {@link GreyMode#AUTO}
 * @param gridRows rows of the grid whose cells a structural anomaly shuffles, 1 to 64; default 8
 * @param gridColumns columns of that grid, 1 to 64; default 8
 * @param gridHalvings how often rows and columns may be halved, down to 1, 0 to 6: each sample
 *     draws a number up to it. Default 0. Coarse grids leave large pieces whose inside looks
 *     natural; 1x1 changes a region's brightness or sharpness and nothing else
 * @param rectangleShare share of masks that are upright rectangles, bands included, instead of
 *     Perlin blobs, in [0,1]; default 0. Their area is drawn on a logarithmic scale between the two
 *     area shares, from 1 % up
 * @param shadeShare share of changes of brightness and contrast that keep the texture among
 *     anomalies, in [0,1]; {@code textureShare} divides the rest. Default 0; the paper has none.
 *     Where they are no rectangles, their masks are large Perlin blobs and bands, whatever {@code
 *     perlin} says
 */
public record SynthesisOptions(
    double anomalyProbability,
    double textureShare,
    double minOpacity,
    double maxOpacity,
    PerlinMask perlin,
    double minAreaShare,
    double maxAreaShare,
    double minDifference,
    int maxRedraws,
    ForegroundMode foreground,
    GreyMode grey,
    int gridRows,
    int gridColumns,
    int gridHalvings,
    double rectangleShare,
    double shadeShare) {

  private static final int MAX_GRID = 64;
  private static final int MAX_HALVINGS = 6;
  private static final int MAX_REDRAWS = 1000;

  /** Checks every value. */
  public SynthesisOptions {
    Checks.probability("anomalyProbability", anomalyProbability);
    Checks.probability("textureShare", textureShare);
    Checks.range("opacity", minOpacity, maxOpacity);
    if (minOpacity == 0) {
      throw new IllegalArgumentException("minOpacity must be above 0: at 0 nothing is to be seen");
    }
    Objects.requireNonNull(perlin, "perlin");
    Checks.range("areaShare", minAreaShare, maxAreaShare);
    if (!(minDifference >= 0 && minDifference < 1)) {
      throw new IllegalArgumentException("minDifference must be in [0,1), but is " + minDifference);
    }
    Checks.between("maxRedraws", maxRedraws, 0, MAX_REDRAWS);
    Objects.requireNonNull(foreground, "foreground");
    Objects.requireNonNull(grey, "grey");
    Checks.between("gridRows", gridRows, 1, MAX_GRID);
    Checks.between("gridColumns", gridColumns, 1, MAX_GRID);
    Checks.between("gridHalvings", gridHalvings, 0, MAX_HALVINGS);
    Checks.probability("rectangleShare", rectangleShare);
    Checks.probability("shadeShare", shadeShare);
  }

  /**
   * The defaults.
   *
   * @return options as the parameters' descriptions say
   */
  public static SynthesisOptions defaults() {
    return new SynthesisOptions(
        0.5,
        0.5,
        1,
        1,
        new PerlinMask(0, 5, 0.5),
        0.0005,
        0.5,
        0.04,
        16,
        ForegroundMode.AUTO,
        GreyMode.AUTO,
        8,
        8,
        0,
        0,
        0);
  }

  /**
   * A builder that starts from these options.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Changes single values of existing options. Not safe for use by several threads. */
  public static final class Builder {
    private double anomalyProbability;
    private double textureShare;
    private double minOpacity;
    private double maxOpacity;
    private PerlinMask perlin;
    private double minAreaShare;
    private double maxAreaShare;
    private double minDifference;
    private int maxRedraws;
    private ForegroundMode foreground;
    private GreyMode grey;
    private int gridRows;
    private int gridColumns;
    private int gridHalvings;
    private double rectangleShare;
    private double shadeShare;

    private Builder(SynthesisOptions from) {
      anomalyProbability = from.anomalyProbability;
      textureShare = from.textureShare;
      minOpacity = from.minOpacity;
      maxOpacity = from.maxOpacity;
      perlin = from.perlin;
      minAreaShare = from.minAreaShare;
      maxAreaShare = from.maxAreaShare;
      minDifference = from.minDifference;
      maxRedraws = from.maxRedraws;
      foreground = from.foreground;
      grey = from.grey;
      gridRows = from.gridRows;
      gridColumns = from.gridColumns;
      gridHalvings = from.gridHalvings;
      rectangleShare = from.rectangleShare;
      shadeShare = from.shadeShare;
    }

    /**
     * Sets how often there is an anomaly.
     *
     * @param value probability, in [0,1]
     * @return this
     */
    public Builder anomalyProbability(double value) {
      anomalyProbability = value;
      return this;
    }

    /**
     * Sets how many of the anomalies are textures.
     *
     * @param value share, in [0,1]
     * @return this
     */
    public Builder textureShare(double value) {
      textureShare = value;
      return this;
    }

    /**
     * Sets the range of opacities.
     *
     * @param least in (0,1]
     * @param most {@code least} to 1
     * @return this
     */
    public Builder opacity(double least, double most) {
      minOpacity = least;
      maxOpacity = most;
      return this;
    }

    /**
     * Sets the blobs.
     *
     * @param value scales and threshold
     * @return this
     */
    public Builder perlin(PerlinMask value) {
      perlin = value;
      return this;
    }

    /**
     * Sets how much of an image a mask may mark.
     *
     * @param least share of the pixels, in [0,1]
     * @param most {@code least} to 1
     * @return this
     */
    public Builder areaShare(double least, double most) {
      minAreaShare = least;
      maxAreaShare = most;
      return this;
    }

    /**
     * Sets how much an anomaly must change.
     *
     * @param value mean absolute change, in [0,1)
     * @return this
     */
    public Builder minDifference(double value) {
      minDifference = value;
      return this;
    }

    /**
     * Sets how often a sample is drawn again.
     *
     * @param value 0 to 1000
     * @return this
     */
    public Builder maxRedraws(int value) {
      maxRedraws = value;
      return this;
    }

    /**
     * Sets where anomalies may lie.
     *
     * @param value the mode
     * @return this
     */
    public Builder foreground(ForegroundMode value) {
      foreground = value;
      return this;
    }

    /**
     * Sets whether anomalies are grey.
     *
     * @param value the mode
     * @return this
     */
    public Builder grey(GreyMode value) {
      grey = value;
      return this;
    }

    /**
     * Sets the grid of structural anomalies.
     *
     * @param rows 1 to 64
     * @param columns 1 to 64
     * @return this
     */
    public Builder grid(int rows, int columns) {
      gridRows = rows;
      gridColumns = columns;
      return this;
    }

    /**
     * Sets how coarse the grid may become.
     *
     * @param value most halvings, 0 to 6
     * @return this
     */
    public Builder gridHalvings(int value) {
      gridHalvings = value;
      return this;
    }

    /**
     * Sets how many masks are rectangles.
     *
     * @param value share, in [0,1]
     * @return this
     */
    public Builder rectangleShare(double value) {
      rectangleShare = value;
      return this;
    }

    /**
     * Sets how many anomalies are changes of brightness and contrast that keep the texture.
     *
     * @param value share, in [0,1]
     * @return this
     */
    public Builder shadeShare(double value) {
      shadeShare = value;
      return this;
    }

    /**
     * Validates and builds.
     *
     * @return the options
     * @throws IllegalArgumentException if a value is out of range
     */
    public SynthesisOptions build() {
      return new SynthesisOptions(
          anomalyProbability,
          textureShare,
          minOpacity,
          maxOpacity,
          perlin,
          minAreaShare,
          maxAreaShare,
          minDifference,
          maxRedraws,
          foreground,
          grey,
          gridRows,
          gridColumns,
          gridHalvings,
          rectangleShare,
          shadeShare);
    }
  }
}
