package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.madenet.data.synthesis.FolderTextures;
import org.madenet.data.synthesis.TextureSource;
import picocli.CommandLine.Option;

/** Where foreign textures for synthetic anomalies come from. */
final class TextureOptions {

  @Option(
      names = "--textures",
      paramLabel = "DIR",
      description =
          "Folder with images of textures, such as the Describable Textures Dataset, for the"
              + " synthetic anomalies of srad and dsr. Default: textures that are computed.")
  private Path folder;

  /** Opens the folder; every image of it is decoded once. */
  Optional<TextureSource> open() {
    if (folder == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(FolderTextures.open(folder));
    } catch (IOException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }
}
