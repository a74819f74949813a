/**
 * Decoding and resizing of images: JPEG, PNG, BMP and TIFF by Java's ImageIO with the TwelveMonkeys
 * plug-ins, EXIF by metadata-extractor. What each kind of file becomes, and what is refused, is
 * listed at {@link org.madenet.data.image.ImageDecoder}; the tests compare with Pillow and PyTorch.
 */
package org.madenet.data.image;
