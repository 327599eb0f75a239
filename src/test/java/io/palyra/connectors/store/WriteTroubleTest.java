package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteTroubleTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final WriteTrouble trouble = new WriteTrouble(nanos::get);
    private final LogLines said = LogLines.of(WriteTrouble.class);
    private final StoreUnavailableException why = new StoreUnavailableException("no right", null);

    @AfterEach
    void close() {
        said.close();
    }

    private void pass(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void saysOnceThatWritesFail() {
        trouble.failed(why);
        trouble.succeeded();
        trouble.failed(why);
        pass(6);
        trouble.succeeded();
        trouble.succeeded();

        assertThat(said.lines())
                .filteredOn(line -> line.startsWith("WARN"))
                .containsExactly("WARN Writes fail until this is mended: no right");
    }

    @Test
    void aFailureLastsWhereOthersFollowForSeconds() {
        trouble.failed(why);
        assertThat(trouble.lasting()).as("one alone").isEmpty();
        for (int second = 0; second < 6; second++) {
            pass(1);
            trouble.succeeded();
            trouble.failed(why);
        }
        assertThat(trouble.lasting()).contains(why);

        pass(6);
        trouble.succeeded();
        assertThat(trouble.lasting()).isEmpty();
    }
}
