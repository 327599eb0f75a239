package io.palyra.connectors.adapter;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** Which messages of other bots and of webhooks are let in. */
@API(status = API.Status.STABLE)
public enum OtherBots {
    /** Those that speak to this bot. */
    MENTION,
    ALL,
    NONE;

    /** @throws IllegalArgumentException naming what there is */
    public static OtherBots of(String option) {
        return Arrays.stream(values())
                .filter(value -> value.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("other-bots must be one of "
                        + Arrays.stream(values()).map(OtherBots::option).collect(Collectors.joining(", ")) + ", not "
                        + option));
    }

    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param speaksToUs whether the message speaks to this bot; one in a direct conversation always does */
    public boolean letsIn(boolean speaksToUs) {
        return this == ALL || (this == MENTION && speaksToUs);
    }
}
