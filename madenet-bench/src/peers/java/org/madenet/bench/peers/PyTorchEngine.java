package org.madenet.bench.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PyTorch through the Deep Java Library. */
final class PyTorchEngine implements org.madenet.bench.peers.Engine {

  private final Model model;
  private final Trainer trainer;

  PyTorchEngine(Path folder, String network, boolean training) throws Exception {
    System.setProperty(
        "ai.djl.pytorch.num_threads", Integer.toString(Runtime.getRuntime().availableProcessors()));
    model = Model.newInstance(network, Device.cpu(), "PyTorch");
    String file = training ? network + ".train.pt" : network + ".pt";
    model.load(
        folder,
        file.substring(0, file.length() - 3),
        training ? Map.of("trainParam", "true") : Map.of());
    trainer =
        training
            ? model.newTrainer(
                new DefaultTrainingConfig(Loss.l2Loss())
                    .optDevices(new Device[] {Device.cpu()})
                    .optOptimizer(
                        Optimizer.sgd().setLearningRateTracker(Tracker.fixed(1e-4f)).build()))
            : null;
    if (training) {
      trainer.initialize(new Shape(2, 3, Networks.SIZE, Networks.SIZE));
    }
  }

  @Override
  public List<float[]> forward(float[] images, int batch) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray x = manager.create(images, new Shape(batch, 3, Networks.SIZE, Networks.SIZE));
      NDList results =
          model.getBlock().forward(new ParameterStore(manager, false), new NDList(x), false);
      List<float[]> outputs = new ArrayList<>();
      for (NDArray result : results) {
        outputs.add(result.toFloatArray());
      }
      return outputs;
    }
  }

  @Override
  public void train(float[] images, int batch) {
    try (NDManager manager = model.getNDManager().newSubManager();
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray x = manager.create(images, new Shape(batch, 3, Networks.SIZE, Networks.SIZE));
      x.attach(manager);
      NDArray y = trainer.forward(new NDList(x)).singletonOrThrow();
      NDArray loss = y.square().mean();
      collector.backward(loss);
      y.close();
    }
    trainer.step();
  }

  @Override
  public void close() {
    if (trainer != null) {
      trainer.close();
    }
    model.close();
  }
}
