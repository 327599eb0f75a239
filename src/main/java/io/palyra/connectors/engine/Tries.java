package io.palyra.connectors.engine;

/**
 * How often a message has been tried.
 *
 * @param attempts tries that count toward a dead letter
 * @param free tries in a row, since the last attempt, that cost nothing; their waits grow all the same
 */
public record Tries(int attempts, int free) {

    public Tries oneMore() {
        return new Tries(attempts + 1, 0);
    }

    public Tries oneMoreFree() {
        return new Tries(attempts, free + 1);
    }
}
