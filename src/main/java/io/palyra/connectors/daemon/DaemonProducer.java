package io.palyra.connectors.daemon;

import io.palyra.connectors.adapter.EnvelopeHeaders;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.lane.camel.LaneService;
import io.palyra.connectors.outbox.Outbox;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.Transactions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.engine.DefaultProducerTemplate;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the daemon and waits for its answer, at most for the timeout. */
final class DaemonProducer extends DefaultProducer {

    private static final Logger LOG = LoggerFactory.getLogger(DaemonProducer.class);
    private static final String HTTP_CONNECTOR_ID = "X-Palyra-Connector-Id";
    private static final String HTTP_PRINCIPAL = "X-Palyra-Principal";

    private static final String THE_DAEMON = "the daemon";

    private static final int TYPING_THREADS = 2;

    private final DaemonEndpoint endpoint;
    private @Nullable ExecutorService callers;
    private @Nullable ProducerTemplate template;
    private @Nullable DaemonState state;
    private @Nullable ScheduledExecutorService timer;
    private @Nullable Typing typing;
    private String uri = "";
    private boolean remote;
    private String host = "";

    DaemonProducer(DaemonEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        CamelContext context = endpoint.getCamelContext();
        String daemon = endpoint.getEndpoint();
        uri = complete(daemon, context);
        remote = requireEndpoint(context, uri).isRemote();
        host = host(uri);
        limitCalls(context);
        // Without the program around it, nobody asks for it
        state = Objects.requireNonNullElseGet(
                CamelContextHelper.findSingleByType(context, DaemonState.class),
                () -> new DaemonState(SteadyClock.ofMachine()));
        callers = context.getExecutorServiceManager().newCachedThreadPool(this, "palyra-daemon");
        typing = typing(context);
        ProducerTemplate asking = new DefaultProducerTemplate(context, callers);
        asking.start();
        template = asking;
    }

    /** What the endpoint's own URI leaves open of how it is to be called. */
    private String complete(String daemon, CamelContext context) throws URISyntaxException {
        if (HttpDaemon.is(daemon)) {
            return HttpDaemon.complete(daemon, endpoint.getTimeout(), context);
        }
        return daemon.startsWith("palyra-gateway:") && !daemon.contains("timeout=")
                ? URISupport.appendParametersToURI(daemon, Map.of("timeout", endpoint.getTimeout()))
                : daemon;
    }

    /** As far as the URI names one. */
    private static String host(String uri) {
        try {
            return Objects.requireNonNullElse(
                    URI.create(uri.replaceFirst("[?].*", "")).getHost(), THE_DAEMON);
        } catch (IllegalArgumentException e) {
            return THE_DAEMON;
        }
    }

    private static Endpoint requireEndpoint(CamelContext context, String uri) {
        try {
            return context.getEndpoint(uri);
        } catch (NoSuchEndpointException | ResolveEndpointFailedException e) {
            throw new IllegalArgumentException("palyra.daemon.endpoint: " + e.getMessage(), e);
        }
    }

    /** Where the daemon takes so many calls of one connector at once, the other messages wait in their lanes. */
    private void limitCalls(CamelContext context) {
        int calls = endpoint.getCallsPerConnector();
        if (calls == 0 && context.getEndpoint(uri) instanceof CallLimited limited) {
            calls = limited.callsPerConnector();
        }
        LaneService inbox = inbox(context);
        if (calls > 0 && inbox != null) {
            inbox.dispatcher().limitLanesPerConnector(this, calls);
        }
    }

    private static @Nullable LaneService inbox(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("palyraInbox", LaneService.class);
    }

    private @Nullable Typing typing(CamelContext context) {
        TypingIndicators indicators =
                endpoint.isTyping() ? CamelContextHelper.findSingleByType(context, TypingIndicators.class) : null;
        if (indicators == null) {
            return null;
        }
        timer = context.getExecutorServiceManager().newScheduledThreadPool(this, "palyra-typing", TYPING_THREADS);
        return new Typing(indicators, timer);
    }

    @Override
    protected void doStop() throws Exception {
        LaneService inbox = inbox(endpoint.getCamelContext());
        if (inbox != null) {
            inbox.dispatcher().unlimitLanesPerConnector(this);
        }
        if (template != null) {
            template.stop();
        }
        if (callers != null) {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(callers);
        }
        if (timer != null) {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(timer);
        }
        super.doStop();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        InboundMessageEvent event = exchange.getMessage().getMandatoryBody(InboundMessageEvent.class);
        Exchange question = question(exchange, event);
        exchange.removeProperty(PalyraConstants.DAEMON_FAILURE);
        try {
            exchange.getMessage().setBody(answer(question, event));
        } catch (DaemonRejectedException | DaemonUnavailableException e) {
            exchange.setProperty(PalyraConstants.DAEMON_FAILURE, e);
            throw e;
        }
    }

    private RouteInboundResult answer(Exchange question, InboundMessageEvent event) throws Exception {
        DaemonState.Call call = Objects.requireNonNull(state, "not started").begins();
        try {
            RouteInboundResult result = DaemonAnswers.result(ask(question, event), remote, host);
            ended(call, DaemonState.Outcome.ANSWERED, "");
            return result;
        } catch (DaemonRejectedException e) {
            ended(call, DaemonState.Outcome.REJECTED, "");
            throw e;
        } catch (DaemonUnavailableException e) {
            ended(call, outcome(e), String.valueOf(e.getMessage()));
            throw e;
        } finally {
            call.abandoned();
        }
    }

    private static DaemonState.Outcome outcome(DaemonUnavailableException failure) {
        return switch (failure.fault()) {
            case POSTPONED, BUSY -> DaemonState.Outcome.POSTPONED;
            case NOT_TAKEN, NO_USABLE_ANSWER, MISCONFIGURED -> DaemonState.Outcome.FAILED;
        };
    }

    /** What was interrupted says nothing of the daemon. */
    private static void ended(DaemonState.Call call, DaemonState.Outcome outcome, String failure) {
        if (!Thread.currentThread().isInterrupted()) {
            call.ended(outcome, failure);
        }
    }

    /** An exchange of its own: what the daemon's endpoint leaves on it, late or not, does not reach the route. */
    private Exchange question(Exchange exchange, InboundMessageEvent event) {
        Exchange question = endpoint.createExchange(ExchangePattern.InOut);
        Message message = question.getMessage();
        message.setBody(WireFormat.write(event));
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        // Where the daemon is a route, it has those of every other route with this message; over HTTP they stay here
        EnvelopeHeaders.of(event, message);
        message.setHeader(HTTP_CONNECTOR_ID, event.connectorId().value());
        question.setProperty(PalyraConstants.OWN_ENVELOPE_ID, event.envelopeId().value());
        message.setHeader(PalyraConstants.ATTEMPT, exchange.getMessage().getHeader(PalyraConstants.ATTEMPT));
        String principal = exchange.getMessage().getHeader(PalyraConstants.PRINCIPAL, String.class);
        message.setHeader(PalyraConstants.PRINCIPAL, principal);
        message.setHeader(HTTP_PRINCIPAL, principal);
        return question;
    }

    private Exchange ask(Exchange question, InboundMessageEvent event)
            throws DaemonUnavailableException, InterruptedException {
        ProducerTemplate asking = template;
        if (asking == null) {
            throw new IllegalStateException("the daemon endpoint is not started");
        }
        if (uri.equals(EmbeddedDaemon.ENDPOINT)) {
            // It answers at once: no other thread is needed to keep to the timeout
            return asking.send(uri, question);
        }
        CompletableFuture<Exchange> answer = asking.asyncSend(uri, question);
        Runnable endOfTyping = typing == null ? () -> {} : typing.during(event);
        try {
            long waited = acknowledgeLate(answer, event);
            return answer.get(endpoint.getTimeout() - waited, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new DaemonUnavailableException(
                    "the daemon did not answer within " + Duration.ofMillis(endpoint.getTimeout()), null, e);
        } catch (ExecutionException e) {
            throw new DaemonUnavailableException("no usable answer of the daemon: " + e.getMessage(), null, e);
        } finally {
            endOfTyping.run();
        }
    }

    /**
     * Tells the sender where the answer takes longer than the option says; the daemon goes on meanwhile.
     *
     * @return how long it has waited for the answer, milliseconds
     */
    private long acknowledgeLate(CompletableFuture<Exchange> answer, InboundMessageEvent event)
            throws ExecutionException, InterruptedException {
        if (endpoint.getAutoAckText().isBlank() || endpoint.getAutoAckAfter() >= endpoint.getTimeout()) {
            return 0;
        }
        try {
            answer.get(endpoint.getAutoAckAfter(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            acknowledge(event);
        }
        return endpoint.getAutoAckAfter();
    }

    /** Enqueued before the reply can be, so it arrives before it. A failure must not cost the sender the answer. */
    private void acknowledge(InboundMessageEvent event) {
        Outbox outbox = CamelContextHelper.findSingleByType(endpoint.getCamelContext(), Outbox.class);
        if (outbox == null) {
            return;
        }
        try {
            Transactions.await(
                    outbox.enqueue(OutboundMessageRequest.acknowledgement(event, endpoint.getAutoAckText())));
        } catch (RuntimeException e) {
            LOG.warn("{} was not acknowledged: {}", event.envelopeId(), e.getMessage());
        }
    }
}
