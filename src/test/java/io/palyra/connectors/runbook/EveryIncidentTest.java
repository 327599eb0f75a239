package io.palyra.connectors.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** So that no incident stands on the page which nobody has tried. */
class EveryIncidentTest {

    @Test
    void isTriedByATest() throws Exception {
        assertThat(Stream.of(RunbookTest.class, WrongSetUpsTest.class)
                        .flatMap(tests -> Arrays.stream(tests.getDeclaredMethods()))
                        .filter(test -> test.isAnnotationPresent(Tries.class))
                        .map(test -> test.getAnnotation(Tries.class).value()))
                .containsExactlyInAnyOrderElementsOf(
                        RunbookPage.read().incidents().keySet());
    }
}
