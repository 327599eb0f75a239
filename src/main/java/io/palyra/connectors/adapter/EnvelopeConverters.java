package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.Converter;

/** Type converters between envelopes and their JSON as text or bytes. */
@Converter(generateLoader = true)
public final class EnvelopeConverters {

    private EnvelopeConverters() {}

    @Converter
    public static String toText(InboundMessageEvent inboundEvent) {
        return WireFormat.write(inboundEvent);
    }

    @Converter
    public static byte[] toBytes(InboundMessageEvent inboundEvent) {
        return WireFormat.writeBytes(inboundEvent);
    }

    @Converter
    public static InputStream toStream(InboundMessageEvent inboundEvent) {
        return new ByteArrayInputStream(WireFormat.writeBytes(inboundEvent));
    }

    @Converter
    public static InboundMessageEvent toInboundEvent(String json) {
        return WireFormat.read(json, InboundMessageEvent.class);
    }

    @Converter
    public static InboundMessageEvent toInboundEvent(byte[] json) {
        return WireFormat.read(json, InboundMessageEvent.class);
    }

    @Converter
    public static InboundMessageEvent toInboundEvent(InputStream json) throws IOException {
        return WireFormat.read(json.readAllBytes(), InboundMessageEvent.class);
    }

    @Converter
    public static InboundMessageEvent toInboundEvent(Map<?, ?> tree) {
        return WireFormat.read(WireFormat.write(tree), InboundMessageEvent.class);
    }

    @Converter
    public static String toText(OutboundMessageRequest outboundRequest) {
        return WireFormat.write(outboundRequest);
    }

    @Converter
    public static byte[] toBytes(OutboundMessageRequest outboundRequest) {
        return WireFormat.writeBytes(outboundRequest);
    }

    @Converter
    public static InputStream toStream(OutboundMessageRequest outboundRequest) {
        return new ByteArrayInputStream(WireFormat.writeBytes(outboundRequest));
    }

    @Converter
    public static OutboundMessageRequest toOutboundRequest(String json) {
        return WireFormat.read(json, OutboundMessageRequest.class);
    }

    @Converter
    public static OutboundMessageRequest toOutboundRequest(byte[] json) {
        return WireFormat.read(json, OutboundMessageRequest.class);
    }

    @Converter
    public static OutboundMessageRequest toOutboundRequest(InputStream json) throws IOException {
        return WireFormat.read(json.readAllBytes(), OutboundMessageRequest.class);
    }

    @Converter
    public static OutboundMessageRequest toOutboundRequest(Map<?, ?> tree) {
        return WireFormat.read(WireFormat.write(tree), OutboundMessageRequest.class);
    }

    @Converter
    public static String toText(RouteInboundResult routeResult) {
        return WireFormat.write(routeResult);
    }

    @Converter
    public static byte[] toBytes(RouteInboundResult routeResult) {
        return WireFormat.writeBytes(routeResult);
    }

    @Converter
    public static InputStream toStream(RouteInboundResult routeResult) {
        return new ByteArrayInputStream(WireFormat.writeBytes(routeResult));
    }

    @Converter
    public static RouteInboundResult toRouteResult(String json) {
        return WireFormat.read(json, RouteInboundResult.class);
    }

    @Converter
    public static RouteInboundResult toRouteResult(byte[] json) {
        return WireFormat.read(json, RouteInboundResult.class);
    }

    @Converter
    public static RouteInboundResult toRouteResult(InputStream json) throws IOException {
        return WireFormat.read(json.readAllBytes(), RouteInboundResult.class);
    }

    @Converter
    public static RouteInboundResult toRouteResult(Map<?, ?> tree) {
        return WireFormat.read(WireFormat.write(tree), RouteInboundResult.class);
    }

    @Converter
    public static String toText(InboundIngestOutcome ingestOutcome) {
        return WireFormat.write(ingestOutcome);
    }

    @Converter
    public static byte[] toBytes(InboundIngestOutcome ingestOutcome) {
        return WireFormat.writeBytes(ingestOutcome);
    }

    @Converter
    public static InputStream toStream(InboundIngestOutcome ingestOutcome) {
        return new ByteArrayInputStream(WireFormat.writeBytes(ingestOutcome));
    }

    @Converter
    public static String toText(EnqueueOutcome outcome) {
        return WireFormat.write(outcome);
    }

    @Converter
    public static byte[] toBytes(EnqueueOutcome outcome) {
        return WireFormat.writeBytes(outcome);
    }

    @Converter
    public static InputStream toStream(EnqueueOutcome outcome) {
        return new ByteArrayInputStream(WireFormat.writeBytes(outcome));
    }

    @Converter
    public static String toText(DeliveryReceipt receipt) {
        return WireFormat.write(receipt);
    }

    @Converter
    public static byte[] toBytes(DeliveryReceipt receipt) {
        return WireFormat.writeBytes(receipt);
    }

    @Converter
    public static InputStream toStream(DeliveryReceipt receipt) {
        return new ByteArrayInputStream(WireFormat.writeBytes(receipt));
    }
}
