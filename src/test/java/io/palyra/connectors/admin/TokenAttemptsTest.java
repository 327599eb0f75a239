package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.TokenAttempts.AT_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How fast an address may guess the admin token. */
class TokenAttemptsTest {

    private static final String ADDRESS = "192.0.2.7";

    /** Near the end of the clock, which may wrap. */
    private long now = Long.MAX_VALUE - 5;

    private final TokenAttempts attempts = new TokenAttempts(() -> now);

    private void wrong(String address, int times) {
        for (int i = 0; i < times; i++) {
            attempts.wrong(address);
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void allowsAFewAtOnceThenOneEachSecond() {
        wrong(ADDRESS, AT_ONCE - 1);
        assertThat(attempts.mayTry(ADDRESS)).isTrue();

        wrong(ADDRESS, 1);
        assertThat(attempts.mayTry(ADDRESS)).isFalse();

        pass(Duration.ofSeconds(1));
        assertThat(attempts.mayTry(ADDRESS)).isTrue();
        wrong(ADDRESS, 1);
        assertThat(attempts.mayTry(ADDRESS)).isFalse();

        pass(Duration.ofSeconds(AT_ONCE));
        wrong(ADDRESS, AT_ONCE - 1);
        assertThat(attempts.mayTry(ADDRESS)).isTrue();
    }

    @Test
    void doesNotLimitOthers() {
        wrong(ADDRESS, AT_ONCE);

        assertThat(attempts.mayTry("192.0.2.8")).isTrue();
    }

    @Test
    void takesANetworkOfIpv6AsOneAddress() {
        wrong("2001:db8:0:1:0:0:0:1", AT_ONCE);

        assertThat(attempts.mayTry("2001:db8:0:1:a:b:c:d")).isFalse();
        assertThat(attempts.mayTry("2001:db8:0:2:0:0:0:1")).isTrue();
    }

    @Test
    void doesNotLockOutWhoShowedTheRightOneWithinTheHour() {
        attempts.right(ADDRESS);
        wrong(ADDRESS, 10 * AT_ONCE);
        assertThat(attempts.mayTry(ADDRESS)).isTrue();

        pass(Duration.ofHours(1));
        wrong(ADDRESS, AT_ONCE);
        assertThat(attempts.mayTry(ADDRESS)).isFalse();
    }

    @Test
    void namesAnAddressOnceAMinute() {
        wrong(ADDRESS, AT_ONCE - 1);
        assertThat(attempts.wrong(ADDRESS)).isTrue();

        pass(Duration.ofSeconds(1));
        assertThat(attempts.wrong(ADDRESS)).isFalse();

        pass(Duration.ofMinutes(1));
        wrong(ADDRESS, AT_ONCE - 1);
        assertThat(attempts.wrong(ADDRESS)).isTrue();
    }

    @Test
    void remembersSoManyAddressesAndNoMore() {
        wrong(ADDRESS, AT_ONCE);
        for (int i = 1; i < TokenAttempts.ADDRESSES_MAX; i++) {
            attempts.wrong("host-" + i);
        }
        assertThat(attempts.mayTry(ADDRESS)).isFalse();

        for (int i = 0; i < TokenAttempts.ADDRESSES_MAX; i++) {
            attempts.wrong("other-" + i);
        }
        assertThat(attempts.mayTry(ADDRESS)).isTrue();
    }
}
