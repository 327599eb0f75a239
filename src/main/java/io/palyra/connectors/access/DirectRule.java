package io.palyra.connectors.access;

import io.palyra.connectors.protocol.WireEnum;

/** Who may write in a direct conversation with the bot. */
public enum DirectRule implements WireEnum {
    /** Those in {@code access-allow-from}, and whom an operator has let in; others are told how to ask for it. */
    PAIRING,
    /** Those in {@code access-allow-from}, and whom an operator has let in. */
    ALLOWLIST,
    /** Everybody. */
    OPEN,
    /** Nobody. */
    OFF
}
