package io.palyra.connectors.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.server.BodyMemory;
import org.junit.jupiter.api.Test;

/** What a request costs is given back once, when it is answered and its route has done with it. */
class VisitTest {

    private final BodyMemory memory = new BodyMemory(10);
    private final CallLimit calls = new CallLimit(1);

    @Test
    void aClientThatGoesFreesNothingThatItsRouteStillHas() {
        Visit visit = visit(10);
        assertThat(visit.routeBegins()).isTrue();

        visit.answered();

        assertThat(memory.take(1)).isFalse();
        assertThat(visit(0).routeBegins()).isFalse();

        visit.routeDone();

        assertThat(memory.take(10)).isTrue();
        assertThat(visit(0).routeBegins()).isTrue();
    }

    @Test
    void theBodyStaysUntilTheAnswerIsWritten() {
        Visit visit = visit(10);
        visit.routeBegins();

        visit.routeDone();
        visit.routeDone();
        assertThat(memory.take(1)).isFalse();
        assertThat(visit(0).routeBegins()).isTrue();

        visit.answered();
        assertThat(memory.take(10)).isTrue();
    }

    @Test
    void aBodyThatArrivesForNobodyIsGivenBackAtOnce() {
        Visit visit = new Visit(memory, calls);
        visit.answered();

        assertThat(memory.take(10)).isTrue();
        visit.holds(10);

        assertThat(memory.take(10)).isTrue();
    }

    private Visit visit(int bytes) {
        Visit visit = new Visit(memory, calls);
        assertThat(memory.take(bytes)).isTrue();
        visit.holds(bytes);
        return visit;
    }
}
