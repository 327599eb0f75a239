package io.palyra.connectors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LanePlacesTest {

    private final LanePlaces places = new LanePlaces(new LaneDispatcher.Limits(64, 16, 4, Duration.ofMinutes(1)));

    @Test
    void theLowestOfSeveralLimitsHoldsUntilItsOwnerGivesItUp() {
        places.limitPerConnector("one", 8);
        places.limitPerConnector("other", 2);
        places.limitPerConnector("more than there are", 100);
        assertThat(places.perConnector()).isEqualTo(2);

        places.limitPerConnector("other", 4);
        assertThat(places.perConnector()).isEqualTo(4);

        places.unlimit("other");
        assertThat(places.perConnector()).isEqualTo(8);

        places.unlimit("one");
        assertThat(places.perConnector()).isEqualTo(16);
    }
}
