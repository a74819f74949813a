package org.madenet.data.synthesis;

/**
 * What a {@link PatchDistortion} has done so far.
 *
 * @param pasted samples with a patch
 * @param rejected patches that differed too little and were drawn again or given up
 * @param abandoned samples that were to get a patch and stayed normal, for want of one that passed
 */
public record PatchCounts(long pasted, long rejected, long abandoned) {

  /**
   * Share of the patches that the gate rejected.
   *
   * @return in [0,1]; 0 if none was drawn
   */
  public double rejectedShare() {
    return pasted + rejected == 0 ? 0 : (double) rejected / (pasted + rejected);
  }
}
