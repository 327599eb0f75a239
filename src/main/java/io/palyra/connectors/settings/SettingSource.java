package io.palyra.connectors.settings;

import io.palyra.connectors.protocol.WireEnum;

/** Which kind of place a setting is from; one that stands further down wins. */
public enum SettingSource implements WireEnum {
    /** It is set nowhere. */
    DEFAULT,
    /** {@code application.properties}. */
    FILE,
    /** The application that this program runs in. */
    APPLICATION,
    ENVIRONMENT,
    /** An option {@code -D} of the process. */
    SYSTEM_PROPERTY
}
