package io.palyra.connectors.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final String ANSWERED = "Wed, 21 Oct 2015 07:28:00 GMT";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120                           | 120",
                "Wed, 21 Oct 2015 07:30:00 GMT | 120",
                "Wed, 21 Oct 2015 07:28:00 GMT | 0",
                "Thu, 22 Oct 2015 07:28:00 GMT | 86400"
            })
    void isSecondsOrADateByTheDaemonsOwnClock(String retryAfter, long seconds) {
        assertThat(asked(Map.of("Retry-After", retryAfter, "date", ANSWERED)).retryAfter())
                .contains(Duration.ofSeconds(seconds));
    }

    /** It would hold a conversation back for ever, also where the daemon is back in a minute. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "86401",
                "9000000000000000",
                "99999999999999999999",
                "Sun, 06 Nov 2095 08:49:37 GMT",
                "-1",
                "soon"
            })
    void anAbsurdWaitMeansNothing(String retryAfter) {
        assertThat(asked(Map.of("Retry-After", retryAfter, "date", ANSWERED)).retryAfter())
                .isEmpty();
    }

    @Test
    void aDateWithoutTheDaemonsClockMeansNothing() {
        assertThat(asked(Map.of("Retry-After", "Wed, 21 Oct 2015 07:30:00 GMT")).retryAfter())
                .isEmpty();
    }

    private static DaemonUnavailableException asked(Map<String, String> headers) {
        Exchange answer = new DefaultExchange(new DefaultCamelContext());
        answer.setException(new HttpOperationFailedException("http://daemon", 503, "busy", null, headers, ""));
        return catchThrowableOfType(
                DaemonUnavailableException.class, () -> DaemonAnswers.result(answer, true, "daemon.test"));
    }
}
