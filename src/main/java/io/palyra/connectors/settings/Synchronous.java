package io.palyra.connectors.settings;

/** SQLite's {@code synchronous} pragma. */
public enum Synchronous {
    /** Survives loss of power. */
    FULL,
    /** Survives a crash of the process; loss of power may undo the last commits. */
    NORMAL
}
