/** Decoding and resizing of images. */
package org.madenet.data.image;
