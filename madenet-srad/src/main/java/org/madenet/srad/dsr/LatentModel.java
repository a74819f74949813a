package org.madenet.srad.dsr;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.nn.Codebook;
import org.madenet.core.nn.GraphMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The discrete latent model at work, frozen: what the second phase makes its samples with. Calls
 * from several threads are safe and take turns. Returned arrays are the caller's.
 */
final class LatentModel implements AutoCloseable {

  private final ComputationGraph encoder;
  private final ComputationGraph mixer;
  private final ComputationGraph decoder;
  private final Codebook codebookLo;
  private final Codebook codebookHi;

  /**
   * What an image is to the model.
   *
   * @param bottom features below the level lo, [N,hidden,H/4,W/4]
   * @param lo features of that level before quantisation, [N,D,H/8,W/8]
   * @param codesLo and after
   * @param hi features of the level hi before quantisation, [N,D,H/4,W/4]
   * @param codesHi and after
   */
  record Levels(INDArray bottom, INDArray lo, INDArray codesLo, INDArray hi, INDArray codesHi) {}

  /** A model with weights by {@code vertex/parameter}, among others perhaps. */
  LatentModel(DsrOptions options, Map<String, INDArray> weights) {
    encoder = DsrNetwork.encoder(options);
    mixer = DsrNetwork.mixer(options);
    decoder = DsrNetwork.decoder(options);
    List.of(encoder, mixer, decoder).forEach(graph -> DsrWeights.copyInto(weights, graph));
    codebookLo = new Codebook(weights.get(LatentParts.TOP_CODES + "/codes"));
    codebookHi = new Codebook(weights.get(LatentParts.BOTTOM_CODES + "/codes"));
  }

  Codebook codebookLo() {
    return codebookLo;
  }

  Codebook codebookHi() {
    return codebookHi;
  }

  /** Both levels of images [N,3,H,W]. */
  Levels encode(INDArray images) {
    INDArray[] outputs = encoder.output(false, images);
    INDArray codesLo = quantize(codebookLo, outputs[1]);
    INDArray hi = mix(outputs[0], codesLo);
    return new Levels(outputs[0], outputs[1], codesLo, hi, quantize(codebookHi, hi));
  }

  /** The level hi, before quantisation, over other codes lo. */
  INDArray mix(INDArray bottom, INDArray codesLo) {
    return mixer.output(false, bottom, codesLo)[0];
  }

  /** The image [N,3,H,W] of codes. */
  INDArray decode(INDArray codesLo, INDArray codesHi) {
    return decoder.output(false, codesLo, codesHi)[0];
  }

  /** The nearest codes of features [N,D,h,w]. */
  static INDArray quantize(Codebook codebook, INDArray features) {
    return codebook.lookUp(codebook.nearest(features), features.shape());
  }

  @Override
  public void close() {
    List.of(encoder, mixer, decoder).forEach(GraphMemory::free);
  }
}
