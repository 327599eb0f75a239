package io.palyra.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {

    @ParameterizedTest
    @CsvSource({
        "0,  false, 0, OPEN",
        "99, false, 0, OPEN",
        "99, false, 1, OPEN",
        "0,  false, 2, CONNECTOR",
        "0,  true,  9, OPEN",
        "1,  true,  9, OPEN",
        "2,  true,  0, MESSAGE",
        "2,  true,  9, MESSAGE",
    })
    void oneMoreIsWhoseFault(int before, boolean othersPassed, int others, Refusals.Fault fault) {
        assertThat(new Refusals(before, othersPassed, others).oneMore()).isEqualTo(fault);
    }
}
