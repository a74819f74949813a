package org.madenet.core.backbone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import org.madenet.core.io.Safetensors;

/** Weights of a safetensors file. */
record FileWeights(Path file) implements BackboneWeights {

  FileWeights {
    Objects.requireNonNull(file, "file");
  }

  @Override
  public BackboneTensors load(Backbone backbone, Collection<String> taps) throws IOException {
    Safetensors tensors = Safetensors.open(file);
    WeightsCheck.check(tensors, file.toString(), backbone, taps);
    return BackboneTensors.read(backbone, taps, tensors);
  }

  @Override
  public BackboneWeights read(Backbone backbone, Collection<String> taps) throws IOException {
    return BackboneWeights.of(load(backbone, taps).arrays());
  }

  @Override
  public String description() {
    return "file " + file.getFileName();
  }
}
