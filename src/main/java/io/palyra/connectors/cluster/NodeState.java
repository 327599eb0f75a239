package io.palyra.connectors.cluster;

import io.palyra.connectors.protocol.WireEnum;
import java.util.Arrays;
import java.util.Locale;

/** How a node is doing, as others see it. */
public enum NodeState implements WireEnum {
    /** It has the store open, and its routes do not run yet: it is given nothing. */
    JOINING,
    ALIVE,
    /** It is stopped in order. */
    LEAVING,
    /** It did not renew its lease, and commits nothing more. */
    LOST;

    /** As it is stored. Of a state that this version does not know: it is given nothing, and loses nothing before its lease ends. */
    public static NodeState of(String stored) {
        return Arrays.stream(values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(stored))
                .findFirst()
                .orElse(LEAVING);
    }
}
