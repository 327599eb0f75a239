package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many messages there were, step by step. */
final class StatisticsCalls {

    private static final String WINDOW = "window";
    private static final String WINDOW_DEFAULT = "1h";
    private static final Duration WINDOW_MIN = Duration.ofMinutes(1);
    private static final Duration WINDOW_MAX = Duration.ofDays(7);
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,5})([mhd])");
    private static final Map<String, Duration> UNITS =
            Map.of("m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private final AdminServices services;

    StatisticsCalls(AdminServices services) {
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/admin/v1/stats", this::statistics));
    }

    private Answer statistics(Call call) {
        Duration window = window(call.query(WINDOW).orElse(WINDOW_DEFAULT));
        return Answer.ok(services.statistics()
                .series(window, EventCalls.only(services, call).orElse(null)));
    }

    private static Duration window(String text) {
        Matcher length = LENGTH.matcher(text);
        if (length.matches()) {
            Duration window =
                    Objects.requireNonNull(UNITS.get(length.group(2))).multipliedBy(Long.parseLong(length.group(1)));
            if (window.compareTo(WINDOW_MIN) >= 0 && window.compareTo(WINDOW_MAX) <= 0) {
                return window;
            }
        }
        throw new InvalidEnvelopeException(
                WINDOW, "must be a length of time from 1m to 7d, such as 30m, 8h or 2d", text);
    }
}
