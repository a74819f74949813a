package org.madenet.core.train;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.madenet.core.train.GraphTrainable.Minibatches;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Makes the next minibatch in a thread of its own while a step runs on the present one. The
 * minibatches are the same as without. Their maker is never called by two threads at once, and not
 * any more once {@link #close()} has returned: what it works with can be freed then.
 */
public final class PrefetchedMinibatches implements Minibatches, AutoCloseable {

  private final Minibatches maker;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "madenet-minibatches");
            daemon.setDaemon(true);
            return daemon;
          });
  private Place aheadPlace;
  private Future<MultiDataSet> ahead;

  private record Place(int epoch, int index) {}

  /**
   * Minibatches ahead of time.
   *
   * @param maker makes one when it is asked for; its arrays must not lie in a workspace
   */
  public PrefetchedMinibatches(Minibatches maker) {
    this.maker = maker;
  }

  @Override
  public int count() {
    return maker.count();
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    Place place = new Place(epoch, index);
    Future<MultiDataSet> wanted = place.equals(aheadPlace) ? ahead : make(place);
    MultiDataSet result = await(wanted);
    aheadPlace = index + 1 < count() ? new Place(epoch, index + 1) : new Place(epoch + 1, 0);
    ahead = make(aheadPlace);
    return result;
  }

  private Future<MultiDataSet> make(Place place) {
    return thread.submit(() -> maker.minibatch(place.epoch(), place.index()));
  }

  private static MultiDataSet await(Future<MultiDataSet> minibatch) {
    try {
      return minibatch.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException("making a minibatch failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a minibatch", e);
    }
  }

  /**
   * Stops the thread and waits until it has left the maker. An interrupt does not shorten the wait;
   * the caller finds its flag set.
   */
  @Override
  public void close() {
    thread.shutdownNow();
    boolean interrupted = Thread.interrupted();
    boolean stopped = false;
    while (!stopped) {
      try {
        stopped = thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
