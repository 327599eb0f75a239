package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** A body that is a list of messages: all of them in one commit, or none. */
public final class ListBody {

    /** Messages in one list, as the store's writer does nothing else until they are committed. */
    public static final int MESSAGES_MAX = 10_000;

    private ListBody() {}

    /**
     * Does the same with each message.
     *
     * @throws InvalidEnvelopeException where one is refused; the field says which, unless it is the only one
     */
    public static <T, R> List<R> each(Collection<? extends T> messages, Function<T, R> step) {
        if (messages.size() > MESSAGES_MAX) {
            throw new InvalidEnvelopeException(
                    "body", "value exceeds size limit", messages.size() + " messages, at most " + MESSAGES_MAX);
        }
        List<R> done = new ArrayList<>(messages.size());
        for (T message : messages) {
            try {
                done.add(step.apply(message));
            } catch (InvalidEnvelopeException e) {
                throw messages.size() == 1 ? e : at(done.size(), e);
            }
        }
        return done;
    }

    private static InvalidEnvelopeException at(int index, InvalidEnvelopeException e) {
        return new InvalidEnvelopeException(
                "body[" + index + "]." + e.field(), e.reason(), e.details().orElse(null));
    }
}
