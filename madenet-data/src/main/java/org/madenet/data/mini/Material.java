package org.madenet.data.mini;

/**
 * What a surface looks like.
 *
 * @param red albedo, 0 to 1
 * @param green albedo, 0 to 1
 * @param blue albedo, 0 to 1
 * @param gloss strength of mirror-like reflection, 0 (matt) to 1 (bright metal)
 * @param grain relative variation of the albedo over the surface, 0 to 1
 * @param grainSize size of that variation in board units
 * @param roughness bumps of the surface in board units of height; makes highlights sparkle
 */
record Material(
    float red,
    float green,
    float blue,
    float gloss,
    float grain,
    float grainSize,
    float roughness) {

  static Material matt(double red, double green, double blue) {
    return new Material((float) red, (float) green, (float) blue, 0.03f, 0.06f, 2.5f, 0.02f);
  }

  static Material metal(double red, double green, double blue) {
    return new Material((float) red, (float) green, (float) blue, 0.85f, 0.05f, 3f, 0.03f);
  }

  Material withGloss(double value) {
    return new Material(red, green, blue, (float) value, grain, grainSize, roughness);
  }

  Material withGrain(double amount, double size) {
    return new Material(red, green, blue, gloss, (float) amount, (float) size, roughness);
  }

  Material withRoughness(double value) {
    return new Material(red, green, blue, gloss, grain, grainSize, (float) value);
  }

  /** Something between this and another, 0 to 1. */
  Material mixed(Material o, double share) {
    float s = (float) share;
    return new Material(
        red + (o.red - red) * s,
        green + (o.green - green) * s,
        blue + (o.blue - blue) * s,
        gloss + (o.gloss - gloss) * s,
        grain + (o.grain - grain) * s,
        grainSize + (o.grainSize - grainSize) * s,
        roughness + (o.roughness - roughness) * s);
  }

  Material times(double factor) {
    return new Material(
        (float) (red * factor),
        (float) (green * factor),
        (float) (blue * factor),
        gloss,
        grain,
        grainSize,
        roughness);
  }
}
