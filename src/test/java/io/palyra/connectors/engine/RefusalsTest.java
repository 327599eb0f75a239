package io.palyra.connectors.engine;

import static io.palyra.connectors.engine.Refusals.Fault.CONNECTOR;
import static io.palyra.connectors.engine.Refusals.Fault.MESSAGE;
import static io.palyra.connectors.engine.Refusals.Fault.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages are numbers: {@code -3} is message 3 refused, {@code 4} is message 4 taken, {@code 0} another connector's taken. */
class RefusalsTest {

    private static final ConnectorId OURS = ConnectorId.of("echo:ours");
    private static final ConnectorId OTHER = ConnectorId.of("echo:other");

    static Stream<Arguments> courses() {
        return Stream.of(
                Arguments.of("alone, for ever", List.of(-1, -1, -1, -1, -1), List.of(OPEN, OPEN, OPEN, OPEN, OPEN)),
                Arguments.of("others pass", List.of(-1, 2, -1, -1), List.of(OPEN, OPEN, MESSAGE)),
                Arguments.of(
                        "others pass late", List.of(-1, -1, -1, -1, 2, -1), List.of(OPEN, OPEN, OPEN, OPEN, MESSAGE)),
                Arguments.of("others passed before", List.of(2, -1, -1, -1), List.of(OPEN, OPEN, OPEN)),
                Arguments.of("others of another connector", List.of(-1, 0, -1, -1), List.of(OPEN, OPEN, OPEN)),
                Arguments.of("it passes itself", List.of(-1, -1, 1, -1, -1), List.of(OPEN, OPEN, OPEN, OPEN)),
                Arguments.of("two of them", List.of(-1, -2, -1, -2, -1), List.of(OPEN, OPEN, OPEN, OPEN, OPEN)),
                Arguments.of("three of them", List.of(-1, -2, -3, -1), List.of(OPEN, OPEN, CONNECTOR, CONNECTOR)),
                Arguments.of("three of them, one passed", List.of(-1, -2, 4, -3), List.of(OPEN, OPEN, OPEN)),
                Arguments.of(
                        "two are bad, the rest is good",
                        List.of(-1, -2, 3, -1, -2, 4, -1, -2),
                        List.of(OPEN, OPEN, OPEN, OPEN, MESSAGE, MESSAGE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("courses")
    void tellsWhoseFaultItIs(String name, List<Integer> course, List<Refusals.Fault> expected) {
        Refusals refusals = new Refusals();

        assertThat(course.stream()
                        .flatMap(message -> {
                            if (message < 0) {
                                return Stream.of(refusals.refused(OURS, -message));
                            }
                            refusals.passed(message == 0 ? OTHER : OURS, message);
                            return Stream.empty();
                        })
                        .toList())
                .isEqualTo(expected);
    }
}
