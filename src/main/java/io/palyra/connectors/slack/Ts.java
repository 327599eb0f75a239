package io.palyra.connectors.slack;

import io.palyra.connectors.platform.inbound.MessageOrder;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A message's id within its channel, which is the time at which it was written: {@code seconds.microseconds}, such as {@code
 * 1700000000.123456}. Compared as a number and kept as a text.
 *
 * @see <a href="https://docs.slack.dev/messaging/retrieving-messages">Slack: Retrieving messages</a>
 */
final class Ts {

    static final MessageOrder ORDER = new MessageOrder() {
        @Override
        public boolean isId(String text) {
            return Ts.isOne(text);
        }

        @Override
        public int compare(String left, String right) {
            return Ts.compare(left, right);
        }

        @Override
        public long unixMs(String id) {
            return Ts.unixMs(id);
        }

        @Override
        public String at(long unixMs) {
            return Ts.at(unixMs);
        }
    };

    /** The lowest of all. */
    static final String ZERO = "0.000000";

    private static final Pattern FORM = Pattern.compile("[0-9]{1,12}\\.[0-9]{6}");
    private static final int MICROS_DIGITS = 6;
    private static final long MICROS_PER_S = 1_000_000;
    private static final long MICROS_PER_MS = 1_000;

    private Ts() {}

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    static int compare(String left, String right) {
        return Long.compare(micros(left), micros(right));
    }

    static long unixMs(String ts) {
        return micros(ts) / MICROS_PER_MS;
    }

    /** Right before the first message of that millisecond. */
    static String at(long unixMs) {
        return unixMs <= 0 ? ZERO : of(unixMs * MICROS_PER_MS - 1);
    }

    private static String of(long micros) {
        return BigDecimal.valueOf(micros, MICROS_DIGITS).toPlainString();
    }

    private static long micros(String ts) {
        int point = ts.indexOf('.');
        return Long.parseLong(ts, 0, point, 10) * MICROS_PER_S + Long.parseLong(ts, point + 1, ts.length(), 10);
    }
}
