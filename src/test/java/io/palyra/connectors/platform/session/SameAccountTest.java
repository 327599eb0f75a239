package io.palyra.connectors.platform.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Instances that are one account, on a clock that the tests move. */
class SameAccountTest {

    private static final ConnectorId ONE = ConnectorId.of("echo:one");
    private static final ConnectorId TWO = ConnectorId.of("echo:two");
    private static final Duration SPACING = Duration.ofSeconds(5);

    private long now = Long.MAX_VALUE - 1;
    private final SameAccount accounts = new SameAccount(() -> now);

    @Test
    void eachKnowsTheOthers() {
        accounts.loggedIn("bot", ONE);
        accounts.loggedIn("bot", TWO);
        accounts.loggedIn("another", ConnectorId.of("echo:three"));
        assertThat(accounts.others("bot", ONE)).containsExactly("echo:two");
        accounts.loggedOut("bot", TWO);
        assertThat(accounts.others("bot", ONE)).isEmpty();
        accounts.loggedOut("never", ONE);
        assertThat(accounts.others("never", ONE)).isEmpty();
    }

    @Test
    void whoWantsToBeAloneIsNotLoggedInBesideOthers() {
        assertThat(accounts.logInAlone("bot", ONE)).isEmpty();
        assertThat(accounts.logInAlone("bot", ONE)).as("once more").isEmpty();
        assertThat(accounts.logInAlone("bot", TWO)).containsExactly("echo:one");
        accounts.loggedOut("bot", ONE);
        assertThat(accounts.logInAlone("bot", TWO)).isEmpty();
    }

    @Test
    void theyShareAPace() {
        assertThat(accounts.pace("bot", 45)).isSameAs(accounts.pace("bot", 10));
        assertThat(accounts.pace("another", 45)).isNotSameAs(accounts.pace("bot", 45));
    }

    @Test
    void theirSessionsBeginOneAfterTheOther() {
        assertThat(accounts.takeTurn("bot", SPACING)).isZero();
        now += Duration.ofSeconds(2).toNanos();
        assertThat(accounts.takeTurn("bot", SPACING)).isEqualTo(Duration.ofSeconds(3));
        assertThat(accounts.takeTurn("another", SPACING)).isZero();
        now += Duration.ofSeconds(3).toNanos();
        assertThat(accounts.takeTurn("bot", SPACING)).isZero();
        assertThat(accounts.takeTurn("bot", SPACING)).isEqualTo(SPACING);
    }
}
