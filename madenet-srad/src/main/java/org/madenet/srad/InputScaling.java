package org.madenet.srad;

/** How images, [0,1], are scaled before the networks see them. */
public enum InputScaling {
  /**
   * The encoder gets what weights from ImageNet expect, fixed for all images; the detection network
   * gets images and reconstructions as they are.
   */
  IMAGENET,

  /**
   * Each image gets mean 0 and variance 1, its reconstruction is made in that scale and put back,
   * and the detection network compares the two in it: dark and faint images look like others.
   */
  PER_IMAGE
}
