package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.discord.HistoryQueue.Order;
import io.palyra.connectors.discord.HistoryQueue.Rank;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HistoryQueueTest {

    @Test
    void theChannelWithTheNewestMessageGoesFirstAndWhatNobodyNamesLast() {
        Order search = new Order(Rank.SEARCH, 0);
        Order unlisted = new Order(Rank.UNLISTED, 0);
        Order perhaps = new Order(Rank.PERHAPS_BEHIND, 0);
        Order older = new Order(Rank.BEHIND, 5);
        Order newest = new Order(Rank.BEHIND, Long.parseUnsignedLong("18446744073709551615"));
        assertThat(Stream.of(search, unlisted, older, perhaps, newest).sorted())
                .isEqualTo(List.of(newest, older, perhaps, unlisted, search));
    }
}
