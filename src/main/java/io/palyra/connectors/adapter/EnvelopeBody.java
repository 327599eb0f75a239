package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/** Reads an envelope from a message body: the record itself, its JSON, or a map of the same shape. */
public final class EnvelopeBody {

    private EnvelopeBody() {}

    /** @throws InvalidEnvelopeException naming the field; unlike Camel's own exception it does not quote the body */
    public static <T> T read(Message message, Class<T> type) {
        return read(message, message.getBody(), type);
    }

    /**
     * The same for a part of the body.
     *
     * @throws InvalidEnvelopeException naming the field
     */
    public static <T> T read(Message message, @Nullable Object body, Class<T> type) {
        Exchange exchange = message.getExchange();
        T envelope;
        try {
            envelope = exchange.getContext().getTypeConverter().convertTo(type, exchange, body);
        } catch (TypeConversionException e) {
            InvalidEnvelopeException defect = ObjectHelper.getException(InvalidEnvelopeException.class, e);
            throw defect != null ? defect : notOf(type);
        }
        if (envelope == null) {
            throw notOf(type);
        }
        return envelope;
    }

    private static InvalidEnvelopeException notOf(Class<?> type) {
        return new InvalidEnvelopeException("body", "must be of type " + type.getSimpleName() + " or its JSON");
    }
}
