package io.palyra.connectors.access;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.StatementWatch;
import io.palyra.connectors.testkit.ConnectorUnderTest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what somebody decides or writes while an instance is being removed is not there for the next one of its name. Method:
 * the store is held up where it takes the instance out, until all of that waits behind it.
 */
class RemovedInstanceTest {

    private static final ConnectorId ID = ConnectorId.of("flaky:ops");
    private static final AccessRuleSet PAIRING =
            new AccessRuleSet(DirectRule.PAIRING, null, null, null, null, null, null);

    @TempDir
    Path folder;

    private final CountDownLatch removing = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    /** Holds the store up in the removal. */
    private final class Removal implements StatementWatch {

        @Override
        public void before(String statement) {
            if (statement.startsWith("DELETE FROM connector_instances")) {
                removing.countDown();
                try {
                    assertThat(go.await(30, SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Test
    void leavesNothingToTheNextOfItsName() throws Exception {
        FlakyPlatform platform = FlakyPlatform.fresh(ID);
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).about(ID).store(new Removal()).start()) {
            program.register();
            Access access = program.program().access();
            AccessDesk desk = access.desk();
            desk.change(ID, PAIRING, Set.of(), "olga");
            Door door = Door.of(program, ID, platform);

            Future<?> removal = waiting(() -> program.supervisor().remove(ID));
            assertThat(removing.await(10, SECONDS)).isTrue();
            List<Future<?>> late = new ArrayList<>();
            late.add(waiting(() -> desk.change(ID, PAIRING, Set.of(), "olga")));
            late.add(waiting(() -> desk.mint(ID, null, "olga")));
            for (String text : List.of("hello", "pair 22222222")) {
                CompletableFuture<AccessReason> asked =
                        access.check(door.direct("ann", text).build(), InboundFacts.NONE);
                late.add(asked);
            }
            go.countDown();

            removal.get(10, SECONDS);
            assertThat(late).allSatisfy(one -> assertThatThrownBy(() -> one.get(10, SECONDS))
                    .hasCauseInstanceOf(UnknownConnectorException.class)
                    .hasMessageContaining("flaky:ops is not registered"));
            program.restart();
            program.supervisor().register(ConnectorUnderTest.spec(ID));
            AccessDesk.View view = door.view();
            assertThat(view.rules().dm()).isEqualTo(DirectRule.OPEN);
            assertThat(view.requests()).isEmpty();
            assertThat(view.codes()).isEmpty();
        }
    }

    /** What waits for the store by now. */
    private static Future<?> waiting(Runnable action) {
        FutureTask<?> task = new FutureTask<>(action, null);
        Thread thread = new Thread(task);
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING || task.isDone());
        return task;
    }
}
