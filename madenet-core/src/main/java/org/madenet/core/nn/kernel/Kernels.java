package org.madenet.core.nn.kernel;

import java.util.List;
import org.madenet.core.nn.ConvActivation;
import org.madenet.core.nn.PoolMode;
import org.madenet.core.nn.UpsampleMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations that layers are made of. All activations are [N,C,H,W]; outputs and activations
 * that are read must lie in {@link #layout()} unless said otherwise; channel vectors are [1,C].
 *
 * <p>Threads: any; calls may take turns.
 */
public interface Kernels {

  /**
   * The implementation for a data type on this machine.
   *
   * @param type element type of activations and parameters
   * @return oneDNN's where it can be used, otherwise ND4J's
   */
  static Kernels of(DataType type) {
    return type == DataType.FLOAT && OneDnn.isAvailable()
        ? OneDnnKernels.INSTANCE
        : Nd4jKernels.INSTANCE;
  }

  /**
   * The memory order of activations.
   *
   * @return what {@code matches} must hold for
   */
  Layout layout();

  /**
   * Copies values between arrays of equal shape and any strides.
   *
   * @param from source
   * @param to target
   */
  void copy(INDArray from, INDArray to);

  /**
   * Convolution or transposed convolution, as the geometry says, then bias and activation.
   *
   * @param geometry windows
   * @param x input
   * @param filter weight and bias
   * @param activation applied to the sum
   * @param y output
   */
  void convolve(
      ConvGeometry geometry, INDArray x, ConvFilter filter, ConvActivation activation, INDArray y);

  /**
   * Gradients of {@link #convolve} with bias and no activation.
   *
   * @param geometry windows
   * @param x input of the forward pass
   * @param filter weight and bias
   * @param dy gradient of the output
   * @param dx out: gradient of the input
   * @param dw out: gradient of the weight, c order
   * @param db out: gradient of the bias, or null
   */
  void convolveBackward(
      ConvGeometry geometry,
      INDArray x,
      ConvFilter filter,
      INDArray dy,
      INDArray dx,
      INDArray dw,
      INDArray db);

  /**
   * Bytes that {@link #normalize} wants to keep for the backward pass.
   *
   * @param norm the normalisation
   * @param z its input
   * @return length of the mask, or 0 if none is needed
   */
  long maskLength(Normalization norm, INDArray z);

  /**
   * Batch normalisation with the batch's own statistics, then ReLU if asked for.
   *
   * @param norm parameters
   * @param z input
   * @param mean out: mean of each channel
   * @param variance out: biased variance of each channel
   * @param mask out: bytes for the backward pass, or null if {@link #maskLength} is 0
   * @param y output
   */
  void normalize(
      Normalization norm, INDArray z, INDArray mean, INDArray variance, INDArray mask, INDArray y);

  /**
   * Batch normalisation with given statistics, then ReLU if asked for.
   *
   * @param norm parameters
   * @param z input
   * @param mean mean of each channel
   * @param variance variance of each channel
   * @param y output; may be z itself
   */
  void normalizeFixed(Normalization norm, INDArray z, INDArray mean, INDArray variance, INDArray y);

  /**
   * Gradients of {@link #normalize}.
   *
   * @param norm parameters
   * @param z input of the forward pass
   * @param mean its batch mean
   * @param variance its batch variance
   * @param mask its mask, or null
   * @param y its output
   * @param dy gradient of the output
   * @param dz out: gradient of the input
   * @param dgamma out: gradient of the scale
   * @param dbeta out: gradient of the shift
   */
  void normalizeBackward(
      Normalization norm,
      INDArray z,
      INDArray mean,
      INDArray variance,
      INDArray mask,
      INDArray y,
      INDArray dy,
      INDArray dz,
      INDArray dgamma,
      INDArray dbeta);

  /**
   * An activation alone.
   *
   * @param activation not NONE
   * @param x input
   * @param y output; may be x itself
   */
  void activate(ConvActivation activation, INDArray x, INDArray y);

  /**
   * Gradient of an activation.
   *
   * @param activation not NONE
   * @param x the input of the forward pass; its output, unless the activation {@link
   *     ConvActivation#needsInput}
   * @param dy gradient of the output
   * @param dx out: gradient of the input
   */
  void activateBackward(ConvActivation activation, INDArray x, INDArray dy, INDArray dx);

  /**
   * Sum of at least two arrays of one shape, then an activation.
   *
   * @param xs inputs
   * @param activation applied to the sum
   * @param y output
   */
  void sum(List<INDArray> xs, ConvActivation activation, INDArray y);

  /**
   * Every map times a factor of its own.
   *
   * @param x input
   * @param factors [N,C,1,1]
   * @param y output
   */
  void scale(INDArray x, INDArray factors, INDArray y);

  /**
   * Gradients of {@link #scale}.
   *
   * @param x input of the forward pass
   * @param factors its factors
   * @param dy gradient of the output
   * @param dx out: gradient of the input
   * @param dfactors out: gradient of the factors
   */
  void scaleBackward(INDArray x, INDArray factors, INDArray dy, INDArray dx, INDArray dfactors);

  /**
   * Pooling.
   *
   * @param mode what a window is reduced to
   * @param geometry windows
   * @param x input
   * @param y output
   */
  void pool(PoolMode mode, ConvGeometry geometry, INDArray x, INDArray y);

  /**
   * Gradient of pooling; of equal maxima the first in the window gets it.
   *
   * @param mode what a window is reduced to
   * @param geometry windows
   * @param x input of the forward pass
   * @param dy gradient of the output
   * @param dx out: gradient of the input
   */
  void poolBackward(PoolMode mode, ConvGeometry geometry, INDArray x, INDArray dy, INDArray dx);

  /**
   * Upsampling by a whole factor.
   *
   * @param mode how new pixels are made
   * @param x input
   * @param y output; its size is a multiple of the input's
   */
  void upsample(UpsampleMode mode, INDArray x, INDArray y);

  /**
   * Gradient of upsampling.
   *
   * @param mode how new pixels were made
   * @param dy gradient of the output
   * @param dx out: gradient of the input
   */
  void upsampleBackward(UpsampleMode mode, INDArray dy, INDArray dx);
}
