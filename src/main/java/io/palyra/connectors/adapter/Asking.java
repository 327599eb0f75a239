package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a connector, which may be somebody else's: one that fails to answer fails nobody who looks at others too. */
public final class Asking {

    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    private Asking() {}

    /**
     * What it answers.
     *
     * @param method for the log
     * @param otherwise the answer where it throws, or answers null
     */
    public static <T> T of(ConnectorId connectorId, String method, Supplier<T> question, T otherwise) {
        try {
            return Objects.requireNonNull(question.get(), "it answers null");
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.error(
                    "{} fails at {}, and {} is taken for its answer: {}", connectorId, method, otherwise, e.toString());
            return otherwise;
        }
    }
}
