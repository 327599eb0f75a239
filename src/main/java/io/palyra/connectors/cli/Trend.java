package io.palyra.connectors.cli;

import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** How fast numbers change from one look to the next, by the clock of whoever looks. */
final class Trend {

    private record Look(long value, long unixMs) {}

    private final Clock clock;
    private final Map<String, Look> last = new HashMap<>();

    Trend(Clock clock) {
        this.clock = clock;
    }

    /**
     * A number, and behind it how much it has grown or shrunk for each second since the last look; the number alone at the first
     * one, and while it stays.
     *
     * @param name by which it is known again
     */
    String of(String name, String number) {
        if (!number.matches("\\d{1,18}")) {
            return number;
        }
        Look now = new Look(Long.parseLong(number), clock.millis());
        Look before = last.put(name, now);
        if (before == null || before.value() == now.value() || before.unixMs() >= now.unixMs()) {
            return number;
        }
        double perSecond = (now.value() - before.value()) * 1000.0 / (now.unixMs() - before.unixMs());
        return number + String.format(Locale.ROOT, " (%+.1f/s)", perSecond);
    }
}
