package io.palyra.connectors.settings;

/** What a conversation does after a message of it that did not get through. */
public enum LanePolicy {
    /** The messages behind it go out. */
    CONTINUE,
    /** The messages behind it wait for the operator. */
    HOLD;

    @Override
    public String toString() {
        return this == CONTINUE ? "continue" : "hold";
    }
}
