package io.palyra.connectors.events;

import io.palyra.connectors.protocol.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.camel.Converter;

/** Camel type converters from an event to its JSON, as the admin API shows it. */
@Converter(generateLoader = true)
public final class EventConverters {

    private EventConverters() {}

    @Converter
    public static String toText(LoggedEvent event) {
        return WireFormat.write(event);
    }

    @Converter
    public static byte[] toBytes(LoggedEvent event) {
        return WireFormat.writeBytes(event);
    }

    @Converter
    public static InputStream toStream(LoggedEvent event) {
        return new ByteArrayInputStream(WireFormat.writeBytes(event));
    }
}
