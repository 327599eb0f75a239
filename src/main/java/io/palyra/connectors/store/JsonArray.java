package io.palyra.connectors.store;

import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.WireFormat;
import java.util.Collection;

/** What a statement takes apart with {@code elements}: it has one parameter, however many there are. */
final class JsonArray {

    private JsonArray() {}

    /** @param values strings or numbers */
    static String of(Collection<?> values) {
        return WireFormat.write(values.stream().map(String::valueOf).toList());
    }

    static String ofIds(Collection<EnvelopeId> ids) {
        return of(ids.stream().map(EnvelopeId::value).toList());
    }
}
