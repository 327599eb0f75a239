package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriteTroubleTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final WriteTrouble trouble = new WriteTrouble(nanos::get);
    private final LogLines said = LogLines.of(WriteTrouble.class);
    private final StoreUnavailableException why = new StoreUnavailableException("no right", null);

    /** Whatever the log of this run shows. */
    @BeforeEach
    void sayAll() {
        Configurator.setLevel(WriteTrouble.class.getName(), Level.INFO);
    }

    @AfterEach
    void close() {
        Configurator.setLevel(WriteTrouble.class.getName(), (Level) null);
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

    /** As where an administrator, or a pooler, ends every session each second. */
    @Test
    void whileItGoesOnALineAMinuteSaysHowOften() {
        for (int second = 0; second < 150; second++) {
            trouble.inDoubt("session ended");
            trouble.failed(why);
            pass(1);
            trouble.succeeded();
        }
        pass(6);
        trouble.succeeded();

        assertThat(said.lines())
                .containsExactly(
                        "WARN Writes fail until this is mended: session ended",
                        "WARN Writes still fail, 120 times in the last 60 s: session ended",
                        "WARN Writes still fail, 120 times in the last 60 s: session ended",
                        "INFO Writes succeed again");
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
        assertThat(trouble.lasting()).contains(new WriteFailure(why, Duration.ofSeconds(6)));

        pass(6);
        trouble.succeeded();
        assertThat(trouble.lasting()).isEmpty();
    }

    @Test
    void saysOnceThatAWriteWaitsAndOnceThatItIsWritten() {
        assertThat(trouble.waiting(Duration.ofSeconds(4))).isEmpty();
        assertThat(trouble.waiting(Duration.ofSeconds(5))).isEmpty();
        // The program may have been asleep
        assertThat(trouble.waiting(Duration.ofSeconds(6))).isEmpty();
        trouble.succeeded();
        assertThat(trouble.waiting(Duration.ofSeconds(6))).isEmpty();
        for (int seconds = 7; seconds < 200; seconds++) {
            assertThat(trouble.waiting(Duration.ofSeconds(seconds)))
                    .map(failure -> failure.why().getMessage())
                    .hasValue("a write has waited " + seconds + " s for the database, and all others wait behind it");
        }
        trouble.succeeded();
        trouble.succeeded();

        assertThat(said.lines())
                .containsExactly(
                        "WARN Nothing is written until this is mended: a write has waited 7 s for the database, and all"
                                + " others wait behind it",
                        "INFO The write that waited for the database is written");
    }
}
