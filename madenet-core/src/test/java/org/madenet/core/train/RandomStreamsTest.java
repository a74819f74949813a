package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamsTest {

  private static final RandomStreams STREAMS = new RandomStreams(3);

  @Test
  void at_samePlace_sameNumbers() {
    assertThat(STREAMS.at(2, 7).nextLong()).isEqualTo(new RandomStreams(3).at(2, 7).nextLong());
  }

  /** From the formula in Python; a change would break the promise of one seed. */
  @Test
  void seedAt_fixedPlaces_neverChanges() {
    assertThat(STREAMS.seedAt(2, 7)).isEqualTo(-8965975097782771420L);
    assertThat(STREAMS.forPurpose("noise").seedAt()).isEqualTo(7929550574714822236L);
  }

  @Test
  void seedAt_differentPlaces_differentSeeds() {
    Set<Long> seeds = new HashSet<>();
    int places = 0;
    for (long seed = -2; seed <= 2; seed++) {
      for (String purpose : new String[] {"", "a", "b", "ab", "ba"}) {
        RandomStreams streams = new RandomStreams(seed).forPurpose(purpose);
        for (int epoch = 0; epoch < 20; epoch++) {
          seeds.add(streams.seedAt(epoch));
          places++;
          for (int step = 0; step < 20; step++) {
            seeds.add(streams.seedAt(epoch, step));
            places++;
          }
        }
      }
    }
    assertThat(seeds).hasSize(places);
  }

  @Test
  void at_firstDrawOfManySteps_isUniform() {
    int n = 100_000;
    double mean = 0;
    double neighbours = 0;
    double previous = 0;
    for (int step = 0; step < n; step++) {
      double value = STREAMS.at(0, step).nextDouble() - 0.5;
      mean += value / n;
      neighbours += 12 * value * previous / n;
      previous = value;
    }
    // Standard errors: 0.29 / sqrt(n) = 0.0009 and 1 / sqrt(n) = 0.003; five of each.
    assertThat(mean).isCloseTo(0, within(0.0046));
    assertThat(neighbours).isCloseTo(0, within(0.016));
  }

  @Test
  void permutation_everyPlace_holdsEachIndexOnce() {
    int[] order = STREAMS.permutation(1000, 4);

    assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, 1000).toArray());
    assertThat(order).isEqualTo(STREAMS.permutation(1000, 4));
    assertThat(order).isNotEqualTo(STREAMS.permutation(1000, 5));
    assertThat(STREAMS.permutation(0, 1)).isEmpty();
  }

  @Test
  void permutation_ofThree_givesAllOrdersEqually() {
    int[] counts = new int[27];
    int n = 60_000;
    for (int place = 0; place < n; place++) {
      int[] order = STREAMS.permutation(3, place);
      counts[order[0] * 9 + order[1] * 3 + order[2]]++;
    }
    List<Integer> seen = IntStream.of(counts).filter(count -> count > 0).boxed().toList();
    assertThat(seen).hasSize(6);
    // Expected 10,000 with a standard deviation of 91; five of them.
    assertThat(seen).allSatisfy(count -> assertThat(count).isCloseTo(10_000, within(456)));
  }

  @Test
  void at_gaussian_hasUnitVariance() {
    SplittableRandom random = STREAMS.at(1);
    double square = 0;
    int n = 100_000;
    for (int i = 0; i < n; i++) {
      double value = random.nextGaussian();
      square += value * value / n;
    }
    // Standard error sqrt(2 / n) = 0.0045; five of it.
    assertThat(square).isCloseTo(1, within(0.023));
  }
}
