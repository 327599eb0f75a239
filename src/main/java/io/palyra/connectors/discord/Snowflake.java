package io.palyra.connectors.discord;

import io.palyra.connectors.platform.inbound.MessageOrder;
import java.time.Instant;

/**
 * Discord's ids: 64 bits, of which the upper 42 are the milliseconds since 2015.
 *
 * @see <a href="https://discord.com/developers/docs/reference#snowflakes">Discord: Snowflakes</a>
 */
final class Snowflake {

    /** For what is read by position. */
    static final MessageOrder ORDER = new MessageOrder() {

        @Override
        public boolean isId(String text) {
            return isOne(text);
        }

        @Override
        public int compare(String left, String right) {
            return Snowflake.compare(left, right);
        }

        @Override
        public long unixMs(String id) {
            return Snowflake.unixMs(id);
        }

        @Override
        public String at(long unixMs) {
            return Snowflake.at(unixMs);
        }
    };

    private static final long EPOCH_UNIX_MS = 1_420_070_400_000L;
    private static final int TIME_SHIFT = 22;

    private Snowflake() {}

    /** Whether the text is an id at all. */
    static boolean isOne(String text) {
        try {
            return !text.isEmpty() && text.charAt(0) != '+' && Long.parseUnsignedLong(text) != 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    static long unixMs(String id) {
        return (Long.parseUnsignedLong(id) >>> TIME_SHIFT) + EPOCH_UNIX_MS;
    }

    static Instant moment(String id) {
        return Instant.ofEpochMilli(unixMs(id));
    }

    /** The lowest id of that time: everything from then on comes after it. */
    static String at(long unixMs) {
        return Long.toUnsignedString(Math.max(0, unixMs - EPOCH_UNIX_MS) << TIME_SHIFT);
    }

    static int compare(String left, String right) {
        return Long.compareUnsigned(Long.parseUnsignedLong(left), Long.parseUnsignedLong(right));
    }

    static String later(String left, String right) {
        return compare(left, right) >= 0 ? left : right;
    }
}
