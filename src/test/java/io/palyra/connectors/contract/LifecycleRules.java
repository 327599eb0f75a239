package io.palyra.connectors.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.contract.PlatformUnderTest.Hold;
import io.palyra.connectors.contract.PlatformUnderTest.Trait;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Sessions end and begin; messages wait. */
final class LifecycleRules {

    private static final int MESSAGES = 5;

    private LifecycleRules() {}

    /** Another connector goes on meanwhile. One that needs no secret is ready without. */
    static void aMissingCredentialIsSaidAndMended(Subject subject) throws Exception {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        String conversation = platform.newConversation("credential");
        if (!platform.traits().contains(Trait.NEEDS_CREDENTIAL)) {
            platform.credential(false);
            program.program().supervisor().setEnabled(program.id(), true);
            assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
            return;
        }
        platform.credential(false);
        program.program().supervisor().setEnabled(program.id(), true);
        program.awaitThat(() -> assertThat(program.status().readiness()).isEqualTo(Readiness.MISSING_CREDENTIAL));
        program.enqueue("kept", conversation, "kept");
        program.connector(ProgramUnderTest.ECHO).receive("other", "other", "to another connector");
        program.awaitThat(
                () -> assertThat(program.connector(ProgramUnderTest.ECHO).findOutbox("other:0"))
                        .hasValueSatisfying(entry -> assertThat(entry.state()).isEqualTo(OutboxState.DELIVERED)));
        assertThat(program.outbox("kept").attempts()).isZero();

        platform.credential(true);
        program.program().supervisor().setEnabled(program.id(), true);
        program.awaitTaken(conversation, "kept");
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
    }

    static void aNewSessionCostsNoAttempt(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        String conversation = platform.newConversation("session");
        program.program().supervisor().setEnabled(program.id(), false);
        program.enqueue("waiting", conversation, "waiting");
        program.program().supervisor().setEnabled(program.id(), true);
        program.awaitTaken(conversation, "waiting");
        program.awaitState("waiting", OutboxState.DELIVERED);
        assertThat(program.outbox("waiting").attempts()).as("attempts").isEqualTo(1);
        program.awaitConnected();
    }

    /** The first of several messages is in hand when the program is told to stop. */
    static void aStopLosesNothingInHand(Subject subject) throws Exception {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        String conversation = platform.newConversation("stop");
        Hold hold = platform.holdNext(conversation);
        String[] texts = IntStream.range(0, MESSAGES).mapToObj(n -> "stop" + n).toArray(String[]::new);
        for (String text : texts) {
            program.enqueue(text, conversation, text);
        }
        await().until(hold.inHand()::getAsBoolean);
        program.program()
                .supervision()
                .queues()
                .pause(program.id(), "so that the rest goes when the platform listens again");
        ProgramUnderTest stopping = program;
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                stopping.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> stopping.application().context().isStopping() || stopped.isDone());
        hold.release().run();
        stopped.join();

        program.startAgain();
        program.program().supervision().queues().resume(program.id());
        program.awaitTaken(conversation, texts);
        for (String text : texts) {
            program.awaitState(text, OutboxState.DELIVERED);
            assertThat(program.outbox(text).attempts())
                    .as("attempts of " + text)
                    .isEqualTo(1);
            assertThat(program.program().outboxStore().find(program.id(), new EnvelopeId(text)))
                    .hasSize(1);
        }
    }
}
