package org.example;
/** Placeholder until sfad lands. */
public final class InspectParts {
  private InspectParts() {}
  /** Runs. @param args none */
  public static void main(String[] args) {
    System.out.println(new org.madenet.core.ImageSize(2, 3));
  }
}
