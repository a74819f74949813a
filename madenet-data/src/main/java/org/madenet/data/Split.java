package org.madenet.data;

/**
 * The part of a dataset that a sample belongs to. Validation is cut from TRAIN, never from TEST.
 */
public enum Split {
  /** For fitting, and for the validation part that a validation split cuts off. */
  TRAIN,
  /** For the final numbers only. */
  TEST
}
