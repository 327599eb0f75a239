package io.palyra.connectors.access;

import static io.palyra.connectors.access.Door.IN;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.FastTime;
import io.palyra.connectors.fake.SettableMachine;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a clock that is set while the program runs, or while it does not, neither ends a grant, a request, a code or a limit
 * nor prolongs it. Method: the test sets the clock by hours, and then lets time pass; timers tick fifty times faster.
 */
class AccessClockTest {

    private static final Duration A_MILLISECOND = Duration.ofMillis(1);

    @TempDir
    Path folder;

    private final SettableMachine machine = new SettableMachine(Instant.parse("2026-01-01T00:00:00Z"));

    @ParameterizedTest
    @CsvSource({"PT5H, false", "PT-5H, false", "PT-5H, true"})
    void aClockThatIsSetChangesNoEnd(Duration jump, boolean whileDown) throws Exception {
        try (Doors doors = Doors.start(
                ProgramUnderTest.in(folder)
                        // Hours pass while something is in hand
                        .settings("palyra.outbox.lease=365d")
                        .surroundings(real -> real.withClocks(machine::clock).withTimers(new FastTime(50)::timer)),
                "ops")) {
            Door door = doors.door("ops");
            door.says("ann", "hello");
            Duration ofGrant = Duration.ofHours(2);
            door.desk().approve(door.id(), door.requestCode("ann"), ofGrant.toMillis(), "olga");
            Duration ofCode = Duration.ofHours(3);
            String code = door.desk().mint(door.id(), ofCode.toMillis(), "olga").code();
            String late = door.desk().mint(door.id(), ofCode.toMillis(), "olga").code();
            for (int i = 0; i < Pairing.WRONG_CODES_OF_SENDER; i++) {
                door.says("eve", "pair 22222222");
            }
            door.says("bea", "hello");
            String request = door.requestCode("bea");

            if (whileDown) {
                doors.program().stop();
                machine.setForward(jump);
                doors.program().startAgain();
            } else {
                machine.setForward(jump);
            }
            doors.program().awaitEvent("clock.jumped");
            doors.program().awaitThat(() -> assertThat(door.view().requests()).hasSize(1));

            assertThat(door.says("ann", "hello")).isEqualTo(IN);
            assertThat(door.says("bea", "hello")).isEqualTo("pairing_pending");
            assertThat(door.says("eve", "pair " + code)).isEqualTo("pairing_code_limit");
            assertThat(door.view().codes()).hasSize(2);

            machine.pass(Duration.ofHours(1).minus(A_MILLISECOND));
            assertThat(door.says("eve", "pair " + code)).isEqualTo("pairing_code_limit");
            machine.pass(A_MILLISECOND);
            assertThat(door.says("eve", "pair " + code)).isEqualTo("paired");

            machine.pass(Duration.ofHours(1).minus(A_MILLISECOND));
            assertThat(door.says("ann", "hello")).isEqualTo(IN);
            machine.pass(A_MILLISECOND);
            assertThat(door.view().grants())
                    .extracting(grant -> grant.senderId().value())
                    .containsExactly("eve");
            assertThat(door.says("ann", "hello")).isEqualTo("pairing_requested");

            machine.pass(Duration.ofHours(1));
            assertThat(door.says("cid", "pair " + late)).isEqualTo("pairing_code_wrong");

            machine.pass(Pairing.REQUEST_TTL.minusHours(3).minus(A_MILLISECOND));
            assertThat(door.view().requests()).extracting(PairingRequest::code).contains(request);
            machine.pass(A_MILLISECOND);
            assertThat(door.says("bea", "hello")).isEqualTo("pairing_requested");
        }
    }
}
