package org.madenet.data.synthesis;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.madenet.core.ImageSize;
import org.madenet.data.Fingerprint;

/**
 * Textures computed on the spot, for where there is no folder of them: the Describable Textures
 * that DRAEM and its successors paste may not be redistributed. They are no photographs, but many
 * and different: eight families, each with random scale, direction and shape, often mixed with
 * noise of another scale and with grain, through random colours.
 *
 * <ul>
 *   <li>clouds, ridges and brushed metal: gradient noise in octaves, sometimes stretched
 *   <li>stripes with straight or wavy edges
 *   <li>weaves
 *   <li>cells, cracks and pebbles: Voronoi diagrams
 *   <li>blotches of few levels
 *   <li>gradients, straight and round
 *   <li>dots, in rows or strewn
 *   <li>fine grain
 * </ul>
 *
 * <p>Sizes of things are in pixels of the image asked for, 3 pixels to half of its smaller side.
 * Immutable and safe for use by several threads.
 */
public final class ProceduralTextures implements TextureSource {

  /** Raised when the same generator state no longer gives the same texture. */
  private static final int VERSION = 1;

  private static final int FAMILIES = 8;

  /** Entries of the colour table. */
  private static final int COLOURS = 512;

  private static final int TURN = 4096;

  /** One turn of (1 + sine) / 2. */
  private static final float[] WAVE = new float[TURN];

  static {
    for (int i = 0; i < TURN; i++) {
      WAVE[i] = (float) (0.5 + 0.5 * StrictMath.sin(2 * Math.PI * i / TURN));
    }
  }

  @Override
  public String fingerprint() {
    return Fingerprint.ofText("procedural textures " + VERSION);
  }

  @Override
  public void draw(SplittableRandom random, ImageSize size, float[] out) {
    draw(random.nextInt(FAMILIES), random, size, out);
  }

  /** Draws a texture of one family. */
  void draw(int family, SplittableRandom random, ImageSize size, float[] out) {
    int pixels = size.pixels();
    float[] field = new float[pixels];
    switch (family) {
      case 0 -> octaves(random, size, field);
      case 1 -> stripes(random, size, field);
      case 2 -> weave(random, size, field);
      case 3 -> cells(random, size, field);
      case 4 -> blotches(random, size, field);
      case 5 -> gradient(random, size, field);
      case 6 -> dots(random, size, field);
      case 7 -> grain(random, field, 1);
      default -> throw new IllegalArgumentException("no family " + family);
    }
    if (random.nextInt(3) == 0) {
      float amplitude = (float) random.nextDouble(0.1, 0.5);
      double cell = scale(random, size, 6, 0.5);
      new PerlinNoise(size, cell, cell, 0, random).addTo(field, amplitude);
    }
    if (family != 7 && random.nextBoolean()) {
      grain(random, field, (float) random.nextDouble(0.04, 0.2));
    }
    colour(random, field, pixels, out);
  }

  /** A length in pixels, logarithmically uniform from {@code least} to a share of the side. */
  private static double scale(SplittableRandom random, ImageSize size, double least, double share) {
    double most = Math.max(least * 1.01, share * Math.min(size.height(), size.width()));
    return least * StrictMath.pow(most / least, random.nextDouble());
  }

  private static void octaves(SplittableRandom random, ImageSize size, float[] field) {
    double cell = scale(random, size, 8, 0.5);
    double stretch = random.nextInt(3) == 0 ? random.nextDouble(4, 16) : 1;
    double degrees = random.nextDouble(180);
    boolean ridged = random.nextInt(3) == 0;
    float roughness = (float) random.nextDouble(0.4, 0.75);
    float amplitude = 1;
    for (int octave = 0; octave < 4 && cell >= 2; octave++) {
      new PerlinNoise(size, cell, cell * stretch, degrees, random).addTo(field, amplitude);
      amplitude *= roughness;
      cell /= 2;
    }
    if (ridged) {
      for (int i = 0; i < field.length; i++) {
        field[i] = 1 - 2.5f * Math.abs(field[i]);
      }
    } else {
      shift(field, 0.8f, 0.5f);
    }
  }

  private static void stripes(SplittableRandom random, ImageSize size, float[] field) {
    double period = scale(random, size, 4, 0.3);
    if (random.nextBoolean()) {
      double cell = scale(random, size, 12, 0.6);
      float turns = (float) (random.nextDouble(0.2, 1.5) * Math.min(1, cell / period / 3));
      new PerlinNoise(size, cell, cell, 0, random).addTo(field, turns);
    }
    addRamp(random.nextDouble(180), period, random.nextDouble(), size, field);
    int profile = random.nextInt(3);
    float edge = (float) random.nextDouble(1.5, 6);
    float bias = (float) random.nextDouble(-0.6, 0.6);
    for (int i = 0; i < field.length; i++) {
      float wave = wave(field[i]);
      field[i] =
          switch (profile) {
            case 0 -> wave;
            case 1 -> 0.5f + edge * (wave - 0.5f + 0.5f * bias);
            default -> fraction(field[i]);
          };
    }
  }

  /** Adds {@code phase + distance / period}, in turns, along a direction. */
  private static void addRamp(
      double degrees, double period, double phase, ImageSize size, float[] field) {
    double angle = StrictMath.toRadians(degrees);
    float dx = (float) (StrictMath.cos(angle) / period);
    float dy = (float) (StrictMath.sin(angle) / period);
    for (int y = 0, at = 0; y < size.height(); y++) {
      float start = (float) phase + dy * y;
      for (int x = 0; x < size.width(); x++, at++) {
        field[at] += start + dx * x;
      }
    }
  }

  /** Threads over and under each other, in turns. */
  private static void weave(SplittableRandom random, ImageSize size, float[] field) {
    double thread = scale(random, size, 4, 0.15);
    PixelLattice lattice =
        PixelLattice.of(
            size, thread, thread * random.nextDouble(0.6, 1.6), random.nextDouble(180), 0, random);
    int repeat = random.nextInt(2, 4);
    float gap = (float) random.nextDouble(0.7, 1.3);
    float weftLevel = (float) random.nextDouble(0.4, 1);
    for (int y = 0, at = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++, at++) {
        float u = lattice.u0() + lattice.ux() * x + lattice.uy() * y;
        float v = lattice.v0() + lattice.vx() * x + lattice.vy() * y;
        int column = (int) u;
        int row = (int) v;
        float warp = bump(u - column);
        float weft = bump(v - row);
        boolean warpAbove = (column + row) % repeat == 0;
        float above = warpAbove ? warp : weft * weftLevel;
        float below = warpAbove ? weft * weftLevel : warp;
        field[at] = Math.max(above, 0.6f * below) * gap;
      }
    }
  }

  /** 0 at the ends of [0,1], 1 in the middle. */
  private static float bump(float t) {
    return 4 * t * (1 - t);
  }

  private static void cells(SplittableRandom random, ImageSize size, float[] field) {
    double cell = scale(random, size, 6, 0.3);
    double stretch = random.nextInt(3) == 0 ? random.nextDouble(1.5, 4) : 1;
    PixelLattice lattice =
        PixelLattice.of(size, cell * stretch, cell, random.nextDouble(180), 1, random);
    float jitter = (float) random.nextDouble(0.3, 1);
    float[] pointU = new float[lattice.nodes()];
    float[] pointV = new float[lattice.nodes()];
    float[] level = new float[lattice.nodes()];
    for (int i = 0; i < level.length; i++) {
      pointU[i] = 0.5f + jitter * (float) random.nextDouble(-0.5, 0.5);
      pointV[i] = 0.5f + jitter * (float) random.nextDouble(-0.5, 0.5);
      level[i] = (float) random.nextDouble();
    }
    int look = random.nextInt(4);
    float edge = (float) random.nextDouble(4, 20);
    for (int y = 0, at = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++, at++) {
        float u = lattice.u0() + lattice.ux() * x + lattice.uy() * y;
        float v = lattice.v0() + lattice.vx() * x + lattice.vy() * y;
        int column = (int) u;
        int row = (int) v;
        float nearest = Float.MAX_VALUE;
        float second = Float.MAX_VALUE;
        int owner = 0;
        for (int dv = -1; dv <= 1; dv++) {
          int node = (row + dv) * lattice.columns() + column - 1;
          float offsetV = row + dv - v;
          for (int du = -1; du <= 1; du++, node++) {
            float distanceU = column + du - u + pointU[node];
            float distanceV = offsetV + pointV[node];
            float distance = distanceU * distanceU + distanceV * distanceV;
            if (distance < nearest) {
              second = nearest;
              nearest = distance;
              owner = node;
            } else if (distance < second) {
              second = distance;
            }
          }
        }
        float border = (float) (Math.sqrt(second) - Math.sqrt(nearest));
        field[at] =
            switch (look) {
              case 0 -> level[owner];
              case 1 -> level[owner] * Math.min(1, edge * border);
              case 2 -> Math.min(1, edge * border) - 0.4f * nearest;
              default -> 1 - nearest;
            };
      }
    }
  }

  private static void blotches(SplittableRandom random, ImageSize size, float[] field) {
    double cell = scale(random, size, 10, 0.5);
    new PerlinNoise(size, cell, cell, 0, random).addTo(field, 1);
    new PerlinNoise(size, cell / 3, cell / 3, 0, random).addTo(field, 0.4f);
    int levels = random.nextInt(2, 6);
    float edge = (float) random.nextDouble(2, 12);
    for (int i = 0; i < field.length; i++) {
      float value = Math.max(0, Math.min(0.999f, 0.5f + 0.8f * field[i])) * levels;
      int step = (int) value;
      float within = 0.5f + edge * (value - step - 0.5f);
      field[i] = (step + Math.max(0, Math.min(1, within))) / levels;
    }
  }

  private static void gradient(SplittableRandom random, ImageSize size, float[] field) {
    double longer = Math.max(size.height(), size.width());
    if (random.nextBoolean()) {
      addRamp(random.nextDouble(360), longer, 0, size, field);
    } else {
      float centreX = (float) (random.nextDouble(-0.2, 1.2) * size.width());
      float centreY = (float) (random.nextDouble(-0.2, 1.2) * size.height());
      float scale = (float) (random.nextDouble(0.8, 4) / longer);
      for (int y = 0, at = 0; y < size.height(); y++) {
        for (int x = 0; x < size.width(); x++, at++) {
          float dx = x - centreX;
          float dy = y - centreY;
          field[at] = scale * (float) Math.sqrt(dx * dx + dy * dy);
        }
      }
    }
    double cell = scale(random, size, 10, 0.5);
    new PerlinNoise(size, cell, cell, 0, random).addTo(field, (float) random.nextDouble(0.6));
    boolean rings = random.nextBoolean();
    float repeats = (float) random.nextDouble(0.5, rings ? 6 : 1.2);
    for (int i = 0; i < field.length; i++) {
      field[i] = rings ? wave(repeats * field[i]) : 0.5f + repeats * (field[i] - 0.5f);
    }
  }

  private static void dots(SplittableRandom random, ImageSize size, float[] field) {
    double cell = scale(random, size, 6, 0.25);
    PixelLattice lattice = PixelLattice.of(size, cell, cell, random.nextDouble(90), 0, random);
    float largest = (float) random.nextDouble(0.2, 0.5);
    boolean strewn = random.nextBoolean();
    double present = strewn ? random.nextDouble(0.4, 1) : 1;
    float[] centreU = new float[lattice.nodes()];
    float[] centreV = new float[lattice.nodes()];
    float[] radius = new float[lattice.nodes()];
    float[] level = new float[lattice.nodes()];
    for (int i = 0; i < radius.length; i++) {
      boolean there = random.nextDouble() < present;
      float size01 = strewn ? (float) random.nextDouble(0.4, 1) : 1;
      float room = strewn ? 0.5f - largest * size01 : 0;
      centreU[i] = 0.5f + room * (float) random.nextDouble(-1, 1);
      centreV[i] = 0.5f + room * (float) random.nextDouble(-1, 1);
      radius[i] = there ? largest * size01 : -1;
      level[i] = strewn ? (float) random.nextDouble(0.5, 1) : 1;
    }
    boolean domed = random.nextBoolean();
    float edge = (float) (cell * random.nextDouble(0.3, 1));
    for (int y = 0, at = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++, at++) {
        float u = lattice.u0() + lattice.ux() * x + lattice.uy() * y;
        float v = lattice.v0() + lattice.vx() * x + lattice.vy() * y;
        int column = (int) u;
        int row = (int) v;
        int node = row * lattice.columns() + column;
        float du = u - column - centreU[node];
        float dv = v - row - centreV[node];
        float depth = radius[node] - (float) Math.sqrt(du * du + dv * dv);
        float height = domed ? depth / largest * 1.5f : edge * depth;
        field[at] = 0.1f + 0.9f * level[node] * Math.max(0, Math.min(1, height));
      }
    }
  }

  /** White noise of sums of two, four values from each random number. */
  private static void grain(SplittableRandom random, float[] field, float amplitude) {
    if (amplitude == 1) {
      Arrays.fill(field, 0.5f);
    }
    float scale = amplitude / 510;
    for (int i = 0; i < field.length; i += 4) {
      long bits = random.nextLong();
      int end = Math.min(field.length, i + 4);
      for (int k = i; k < end; k++) {
        field[k] += scale * ((int) (bits & 255) + (int) (bits >>> 8 & 255) - 255);
        bits >>>= 16;
      }
    }
  }

  private static void shift(float[] field, float factor, float offset) {
    for (int i = 0; i < field.length; i++) {
      field[i] = factor * field[i] + offset;
    }
  }

  private static float wave(float turns) {
    return WAVE[(int) (fraction(turns) * TURN) & (TURN - 1)];
  }

  private static float fraction(float value) {
    int floor = (int) value;
    return value - (value < floor ? floor - 1 : floor);
  }

  /**
   * Two to five random colours on [0,1], linear between them; brightness differs by a fifth of the
   * range at least, so that no texture is flat.
   */
  private static void colour(SplittableRandom random, float[] field, int pixels, float[] out) {
    int stops = random.nextInt(2, 6);
    float saturation = (float) (random.nextBoolean() ? random.nextDouble(0.25) : 1);
    float span = (float) random.nextDouble(0.2, 1);
    float floor = (float) random.nextDouble(1.0001 - span);
    boolean falling = random.nextBoolean();
    float[][] colours = new float[stops][3];
    for (int s = 0; s < stops; s++) {
      float place = s == 0 ? 0 : s == stops - 1 ? 1 : (float) random.nextDouble();
      float grey = floor + span * (falling ? 1 - place : place);
      for (int c = 0; c < 3; c++) {
        float other = (float) random.nextDouble();
        colours[s][c] = grey + saturation * 0.6f * (other - 0.5f);
      }
    }
    float[] table = new float[3 * COLOURS];
    for (int i = 0; i < COLOURS; i++) {
      float place = (float) i / (COLOURS - 1) * (stops - 1);
      int left = Math.min(stops - 2, (int) place);
      for (int c = 0; c < 3; c++) {
        float value = colours[left][c] + (place - left) * (colours[left + 1][c] - colours[left][c]);
        table[c * COLOURS + i] = Math.max(0, Math.min(1, value));
      }
    }
    for (int i = 0; i < pixels; i++) {
      int entry = (int) (Math.max(0, Math.min(1, field[i])) * (COLOURS - 1) + 0.5f);
      out[i] = table[entry];
      out[pixels + i] = table[COLOURS + entry];
      out[2 * pixels + i] = table[2 * COLOURS + entry];
    }
  }
}
