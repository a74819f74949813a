package org.madenet.bench;

/** How experiments divide the categories of a dataset among networks of one kind. */
public enum Division {
  /** One network for all categories, unless told otherwise. */
  JOINT,
  /** One network for each category, unless told otherwise. */
  PER_CATEGORY,
  /** One network for each category, as published; nothing else. */
  ALWAYS_PER_CATEGORY
}
