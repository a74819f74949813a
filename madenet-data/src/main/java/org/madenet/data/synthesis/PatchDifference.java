package org.madenet.data.synthesis;

/**
 * How much a pasted patch differs from something, for images in [0,1].
 *
 * @param mse mean squared error over pixels and channels, in [0,1]; against surroundings, which
 *     have no pixels that correspond, the mean over channels of the squared difference of mean
 *     values
 * @param ssim structural similarity (Wang and others, 2004) of the grey values, in [-1,1], 1 for
 *     equal: the mean over windows of 8x8 pixels; against surroundings its terms for luminance and
 *     contrast
 * @param edge by how much the mean edge intensity changes, that is the length of the gradient of
 *     the grey values per pixel: inside of the patch; against surroundings along its seam, where
 *     half of the gradient's pixels lie outside
 */
public record PatchDifference(double mse, double ssim, double edge) {}
