package io.palyra.connectors.store;

/** Another program has moved the times that are stored: what was done by this one's clock is to be done again. */
final class TimesMovedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TimesMovedException() {
        super("another program has moved the times in the store, as the database's clock has jumped");
    }
}
