package org.madenet.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.madenet.core.ProgressListener.Progress;

class ProgressMeterTest {

  private final List<Progress> heard = new ArrayList<>();

  @Test
  void tell_beforeTheFirstStep_estimatesNothing() {
    ProgressMeter meter = new ProgressMeter(heard::add, "work", 7, 10);
    meter.tell(7);
    assertThat(heard.get(0).remaining()).isEmpty();
  }

  @Test
  void tell_takesThePaceOfWhatWasDoneHere() throws InterruptedException {
    ProgressMeter meter = new ProgressMeter(heard::add, "work", 90, 100);
    Thread.sleep(20);
    meter.tell(92);
    meter.tell(100);
    // Two steps took 20 ms and more, so the other eight take four times as long.
    assertThat(heard.get(0).remaining().orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofMillis(80));
    assertThat(heard.get(1).remaining()).contains(Duration.ZERO);
  }

  @Test
  void tell_whereTheWorkBecameShorter_saysSo() {
    ProgressMeter meter = new ProgressMeter(heard::add, "work", 10);
    meter.tell(4, 4, Map.of("loss", 0.5));
    Progress last = heard.get(0);
    assertThat(last.task()).isEqualTo("work");
    assertThat(last.done()).isEqualTo(4);
    assertThat(last.total()).isEqualTo(4);
    assertThat(last.remaining()).contains(Duration.ZERO);
    assertThat(last.figures()).containsEntry("loss", 0.5);
    assertThat(meter.total()).isEqualTo(10);
  }
}
