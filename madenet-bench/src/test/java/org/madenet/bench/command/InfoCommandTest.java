package org.madenet.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.madenet.core.nn.Acceleration;

class InfoCommandTest {

  @Test
  void acceleration_off_saysWhy() {
    Acceleration.Status off =
        new Acceleration.Status(false, false, "no natives for this platform", "", "CpuBackend");

    assertThat(InfoCommand.acceleration(off)).isEqualTo("off: no natives for this platform");
  }

  @Test
  void acceleration_on_namesTheLibrary() {
    Acceleration.Status on = new Acceleration.Status(true, true, "", "oneDNN 2.5.2", "CpuBackend");

    assertThat(InfoCommand.acceleration(on)).isEqualTo("on, oneDNN 2.5.2");
  }
}
