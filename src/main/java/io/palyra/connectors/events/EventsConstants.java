package io.palyra.connectors.events;

import io.palyra.connectors.adapter.PalyraConstants;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Metadata;
import org.apiguardian.api.API;

/** Headers that {@code palyra-events} sets. */
@API(status = API.Status.STABLE)
public final class EventsConstants {

    @Metadata(label = "consumer", description = "Id of the connector instance, kind:name", javaType = "String")
    public static final String CONNECTOR_ID = PalyraConstants.CONNECTOR_ID;

    @Metadata(label = "consumer", description = "Number of the event within its connector", javaType = "Long")
    public static final String EVENT_ID = "CamelPalyraEventId";

    @Metadata(label = "consumer", description = "Type of the event, such as outbox.dead_letter", javaType = "String")
    public static final String EVENT_TYPE = "CamelPalyraEventType";

    @Metadata(label = "consumer", description = "Level of the event: info, warn or error", javaType = "String")
    public static final String EVENT_LEVEL = "CamelPalyraEventLevel";

    @Metadata(
            label = "consumer",
            description = "Id of the message that the event is about, where it is about one",
            javaType = "String")
    public static final String EVENT_ENVELOPE_ID = "CamelPalyraEventEnvelopeId";

    @Metadata(label = "consumer", description = "When it happened, in Unix milliseconds", javaType = "Long")
    public static final String MESSAGE_TIMESTAMP = Exchange.MESSAGE_TIMESTAMP;

    private EventsConstants() {}
}
