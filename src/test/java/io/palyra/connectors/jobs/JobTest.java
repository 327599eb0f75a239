package io.palyra.connectors.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.lane.storage.DeadLetterStore.Filter;
import io.palyra.connectors.lane.storage.DeadLetterStore.Place;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.DeadLetterDecisions.Decision;
import org.junit.jupiter.api.Test;

class JobTest {

    private final Job job = new Job(
                    "job",
                    ConnectorId.of("echo:default"),
                    Decision.REPLAY,
                    Filter.ANY,
                    JobState.RUNNING,
                    Place.OF_MESSAGES,
                    10,
                    0,
                    0,
                    null,
                    null,
                    0,
                    1,
                    1,
                    null)
            .moved(Place.OF_MESSAGES, 4, 1)
            .moved(Place.OF_MESSAGES, 2, 0);

    @Test
    void countsNoneOfThoseThatOthersHaveDecidedAboutOnceItIsDone() {
        assertThat(job.allDone())
                .extracting(Job::total, Job::done, Job::refused)
                .containsExactly(7L, 6L, 1L);
    }

    @Test
    void oneThatIsCanceledSaysHowFarItCameOfAll() {
        assertThat(job.ended(JobState.CANCELED, null))
                .extracting(Job::total, Job::done, Job::refused)
                .containsExactly(10L, 6L, 1L);
    }
}
