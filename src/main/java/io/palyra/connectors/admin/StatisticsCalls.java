package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.settings.Durations;
import java.time.Duration;
import java.util.List;

/** How many messages there were, step by step. */
final class StatisticsCalls {

    private static final String WINDOW = "window";
    private static final String WINDOW_DEFAULT = "1h";
    private static final Duration WINDOW_MIN = Duration.ofMinutes(1);
    private static final Duration WINDOW_MAX = Duration.ofDays(7);

    private final AdminServices services;

    StatisticsCalls(AdminServices services) {
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/admin/v1/stats", this::statistics).taking(WINDOW, "connector_id"));
    }

    private Answer statistics(Call call) {
        Duration window = window(call.query(WINDOW).orElse(WINDOW_DEFAULT));
        return Answer.ok(services.statistics()
                .series(window, EventCalls.only(services, call).orElse(null)));
    }

    private static Duration window(String text) {
        try {
            return Durations.parse(text, WINDOW_MIN, WINDOW_MAX);
        } catch (IllegalArgumentException e) {
            throw new InvalidEnvelopeException(
                    WINDOW, "must be a length of time from 1m to 7d, such as 90s, 30m, 8h or 2d", text);
        }
    }
}
