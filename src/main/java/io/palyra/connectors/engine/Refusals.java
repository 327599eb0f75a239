package io.palyra.connectors.engine;

/**
 * What is remembered of a message that its platform refuses with a code that nobody knows, and who is at fault for that: the
 * message, if others pass meanwhile; the connector, if it happens to others too and none passes.
 *
 * @param times it was refused so far
 * @param othersPassed the platform has taken another message of the connector since the first time
 * @param others so many other open messages of the connector were refused, and none has passed since
 */
public record Refusals(int times, boolean othersPassed, int others) {

    /** So many refusals of one message, with another one passing meanwhile, are the message's fault. */
    static final int OF_ONE_MESSAGE = 3;

    /** So many different messages refused, with none passing, are the connector's fault. */
    public static final int DIFFERENT_MESSAGES = 3;

    /** Whose fault a refusal is. */
    public enum Fault {
        OPEN,
        MESSAGE,
        CONNECTOR
    }

    /** Whose fault it is that the message was refused once more. */
    public Fault oneMore() {
        if (othersPassed) {
            return times + 1 < OF_ONE_MESSAGE ? Fault.OPEN : Fault.MESSAGE;
        }
        return others + 1 < DIFFERENT_MESSAGES ? Fault.OPEN : Fault.CONNECTOR;
    }
}
