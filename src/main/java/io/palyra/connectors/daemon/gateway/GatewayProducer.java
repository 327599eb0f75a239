package io.palyra.connectors.daemon.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.daemon.DaemonMisconfiguredException;
import io.palyra.connectors.daemon.DaemonRejectedException;
import io.palyra.connectors.daemon.DaemonUnavailableException;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.RouteInboundResult;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import palyra.gateway.v1.RouteMessageRequest;
import palyra.gateway.v1.RouteMessageResponse;

/** Asks the daemon's gateway about one message and waits for the answer. */
final class GatewayProducer extends DefaultProducer {

    private static final String ROUTE_MESSAGE = "palyra.gateway.v1.GatewayService/RouteMessage";

    private final GatewayConfiguration configuration;
    private final String address;
    private final Questions questions;
    private @Nullable GrpcChannel channel;
    private volatile boolean answered;

    GatewayProducer(GatewayEndpoint endpoint) {
        super(endpoint);
        configuration = endpoint.getConfiguration();
        address = endpoint.getAddress();
        questions = new Questions(configuration);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        HostAndPort daemon = HostAndPort.of(address);
        channel = new GrpcChannel(new GatewayTls(configuration, daemon.host()), daemon.port(), timeout());
    }

    @Override
    protected void doStop() throws Exception {
        if (channel != null) {
            channel.close();
            channel = null;
        }
        super.doStop();
    }

    private Duration timeout() {
        return Duration.ofMillis(configuration.getTimeout());
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        InboundMessageEvent event = exchange.getMessage().getMandatoryBody(InboundMessageEvent.class);
        exchange.getMessage().setBody(ask(exchange, event));
    }

    /** Once more without what attachments hold where the daemon finds the call too large. */
    private RouteInboundResult ask(Exchange exchange, InboundMessageEvent event)
            throws DaemonUnavailableException, DaemonRejectedException {
        int attempt = exchange.getMessage().getHeader(PalyraConstants.ATTEMPT, 1, Integer.class);
        RouteMessageRequest request = questions.of(event, attempt - 1, true);
        GrpcReply reply = call(exchange, request);
        if (reply.isTooLarge() && hasContent(request)) {
            reply = call(exchange, questions.of(event, attempt - 1, false));
        }
        if (reply.message() == null) {
            throw GatewayFailures.of(reply);
        }
        try {
            return Answers.read(RouteMessageResponse.parseFrom(reply.message()), event);
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            throw new DaemonUnavailableException("the daemon's answer cannot be read: " + e.getMessage(), null, e);
        }
    }

    private static boolean hasContent(RouteMessageRequest request) {
        return request.getEnvelope().getContent().getAttachmentsList().stream()
                .anyMatch(attachment -> !attachment.getInlineBytes().isEmpty());
    }

    private GrpcReply call(Exchange exchange, RouteMessageRequest request) throws DaemonUnavailableException {
        GrpcChannel open = channel;
        if (open == null) {
            throw new IllegalStateException("the gateway's endpoint is not started");
        }
        try {
            GrpcReply reply = open.call(ROUTE_MESSAGE, request.toByteArray(), metadata(exchange, request), timeout());
            answered = true;
            return reply;
        } catch (IllegalArgumentException e) {
            throw new DaemonMisconfiguredException(
                    "the daemon cannot be asked: " + e.getMessage() + "; correct that setting", e);
        } catch (NoGrpcException e) {
            throw new DaemonMisconfiguredException(
                    "not the daemon's answer: " + e.getMessage() + ": correct the address in palyra.daemon.endpoint",
                    e);
        } catch (IOException e) {
            if (GatewayFailures.isMistakeOfTls(e)) {
                open.doubtCertificates();
            }
            throw answered || configuration.isTls() || !Somebody.isBehind(e)
                    ? GatewayFailures.of(e, open.serverName(), timeout())
                    : GatewayFailures.of(Greeting.of(HostAndPort.of(address)), e, open.serverName(), timeout());
        }
    }

    private Map<String, String> metadata(Exchange exchange, RouteMessageRequest request) {
        String connector = request.getEnvelope().getOrigin().getChannel();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(
                "x-palyra-principal",
                exchange.getMessage().getHeader(PalyraConstants.PRINCIPAL, "channel:" + connector, String.class));
        metadata.put("x-palyra-device-id", configuration.getDeviceId());
        metadata.put("x-palyra-channel", connector);
        if (!configuration.getToken().isEmpty()) {
            metadata.put("authorization", "Bearer " + configuration.getToken());
        }
        return metadata;
    }
}
