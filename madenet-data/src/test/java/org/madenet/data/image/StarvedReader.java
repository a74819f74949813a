package org.madenet.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/** A reader without memory: it fails as those of ImageIO do. */
final class StarvedReader extends ImageReader {

  static final byte[] MAGIC = "STARVED!".getBytes(StandardCharsets.US_ASCII);

  private StarvedReader(Provider provider) {
    super(provider);
  }

  @Override
  public BufferedImage read(int index, ImageReadParam how) throws IOException {
    throw new IIOException("Caught exception during read", new OutOfMemoryError("too little"));
  }

  @Override
  public int getNumImages(boolean search) {
    return 1;
  }

  @Override
  public int getWidth(int index) {
    return 8000;
  }

  @Override
  public int getHeight(int index) {
    return 8000;
  }

  @Override
  public Iterator<ImageTypeSpecifier> getImageTypes(int index) {
    return Collections.emptyIterator();
  }

  @Override
  public IIOMetadata getStreamMetadata() {
    return null;
  }

  @Override
  public IIOMetadata getImageMetadata(int index) {
    return null;
  }

  /** Makes readers of files that begin with {@link #MAGIC}. */
  static final class Provider extends ImageReaderSpi {

    Provider() {
      super(
          "madenet",
          "1",
          new String[] {"png"},
          null,
          null,
          StarvedReader.class.getName(),
          new Class<?>[] {ImageInputStream.class},
          null,
          false,
          null,
          null,
          null,
          null,
          false,
          null,
          null,
          null,
          null);
    }

    @Override
    public boolean canDecodeInput(Object source) throws IOException {
      if (!(source instanceof ImageInputStream in)) {
        return false;
      }
      in.mark();
      try {
        for (byte expected : MAGIC) {
          if (in.read() != expected) {
            return false;
          }
        }
        return true;
      } finally {
        in.reset();
      }
    }

    @Override
    public ImageReader createReaderInstance(Object extension) {
      return new StarvedReader(this);
    }

    @Override
    public String getDescription(Locale locale) {
      return "fails for lack of memory";
    }
  }
}
