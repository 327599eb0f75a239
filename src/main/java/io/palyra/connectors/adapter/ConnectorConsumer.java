package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.Texts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Emits one exchange per platform message; the exchange completes when the inbox has committed the message. */
public final class ConnectorConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorConsumer.class);

    /** A step of the route decided against the message: handled, and nothing is stored. */
    private static final InboundIngestOutcome FILTERED =
            new InboundIngestOutcome(false, false, false, "filtered by the inbound route", null, 0, 0);

    private static final InboundIngestOutcome KNOWN =
            new InboundIngestOutcome(true, true, false, "duplicate", null, 0, 0);

    private static final InboundIngestOutcome OTHER_BOT_IGNORED =
            new InboundIngestOutcome(false, false, false, InboundSink.OTHER_BOT, null, 0, 0);

    private final ConnectorEndpoint endpoint;
    private final StepFailures failures = new StepFailures();
    private boolean started;

    /** Whether it may soon have a session; set before it is asked whose the instance is, as that changes before this is asked. */
    private volatile boolean opens;

    private volatile @Nullable Opening opening;
    private volatile @Nullable OpenSession session;

    ConnectorConsumer(ConnectorEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        opens = true;
        try {
            begin();
        } finally {
            opens = false;
        }
    }

    private synchronized void begin() throws ConnectorStartException {
        ConnectorComponent component = endpoint.getComponent();
        component.closeKeptWithOtherOptions(endpoint);
        OpenSession kept = component.takeKept(endpoint.connectorId());
        if (kept == null) {
            openSession();
        } else {
            session = kept;
            kept.goesThrough(this);
        }
        component.started(endpoint.connectorId(), this);
        started = true;
        if (kept == null) {
            tellOpened();
        }
    }

    @Override
    protected void doStop() throws Exception {
        end();
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        abandon();
        super.doShutdown();
    }

    /**
     * Closes the platform session, or has it closed as soon as it is open, without waiting for whoever starts, stops or restarts
     * this consumer or another one. What is left is a consumer without a session: its route has to be stopped then. Blocks as long
     * as the adapter does.
     */
    public void closeSessionNow() {
        Opening current = opening;
        if (current != null) {
            current.abandon();
        }
        OpenSession open = session;
        if (open != null) {
            open.close();
        }
    }

    /** The adapter that still starts is that start's alone: the next route gets another one. */
    private synchronized void abandon() {
        Opening current = opening;
        if (current != null) {
            current.abandon();
            opening = null;
            endpoint.getComponent().forget(endpoint.connectorId());
        }
    }

    /** A start that has not come back is waited for by the next one, in as far as it is of the same route. */
    private synchronized void end() {
        if (started) {
            started = false;
            ConnectorComponent component = endpoint.getComponent();
            component.stopped(endpoint.connectorId(), this);
            OpenSession open = session;
            if (open != null && component.keeps(endpoint.connectorId(), open)) {
                session = null;
                open.goesThrough(null);
            } else {
                closeSession();
            }
        }
    }

    /**
     * Closes the platform session and opens a new one, with the route still running. Blocks as long as the adapter does.
     *
     * @throws ConnectorStartException where it does not open at present; the connector is as good as stopped then
     */
    public void restartSession() throws ConnectorStartException {
        restartSession(() -> {});
    }

    /**
     * As {@link #restartSession()}.
     *
     * @param closed told between the two
     * @return false where the route does not run: nothing was done then
     */
    public synchronized boolean restartSession(Runnable closed) throws ConnectorStartException {
        if (!started) {
            return false;
        }
        closeSession();
        closed.run();
        opens = true;
        try {
            openSession();
        } catch (ConnectorStartException | RuntimeException e) {
            started = false;
            endpoint.getComponent().stopped(endpoint.connectorId(), this);
            throw e;
        } finally {
            opens = false;
        }
        tellOpened();
        return true;
    }

    private void tellOpened() {
        if (hasSession()) {
            tell(host -> host.answered(endpoint.connectorId()));
        }
    }

    /** Whether the platform session was opened; false where the connector lacks something that an operator provides. */
    public boolean hasSession() {
        return session != null;
    }

    /** Whether a platform session is open, or may soon be, or is still being closed. Never blocks. */
    public boolean holdsSession() {
        Opening current = opening;
        OpenSession open = session;
        return opens || current != null && current.mayHoldSession() || open != null && !open.isOver();
    }

    /** Who takes calls of the platform; empty where nobody does, and while the session is not open. */
    public Optional<WebhookReceiver> receiver() {
        OpenSession open = session;
        return open == null ? Optional.empty() : open.receiver();
    }

    /** A credential that is missing or wrong is a state that an operator corrects, not a reason to try again and again. */
    private void openSession() throws ConnectorStartException {
        try {
            session = opened();
        } catch (ConnectorStartException e) {
            if (e.readiness() == Readiness.READY) {
                tell(host -> host.failed(endpoint.connectorId(), String.valueOf(e.getMessage())));
                throw e;
            }
            LOG.warn(
                    "{} does not work yet ({}): {}",
                    endpoint.connectorId(),
                    e.readiness().wireName(),
                    e.getMessage());
            tell(host -> host.notReady(endpoint.connectorId(), e.readiness(), String.valueOf(e.getMessage())));
        } catch (RuntimeException | Error e) {
            // A class that is missing, say, is this connector's matter, and no reason to end the program
            String reason = "the connector failed while starting: " + e;
            tell(host -> host.failed(endpoint.connectorId(), reason));
            throw new IllegalStateException(reason, e);
        }
    }

    /** One start at a time: what has not come back yet is not called again. */
    private OpenSession opened() throws ConnectorStartException {
        refuseWhatIsAnothers();
        Opening current = opening;
        if (current == null) {
            current = Opening.begin(endpoint, () -> {
                ConnectorAdapter adapter = endpoint.getComponent().adapterOfInbound(endpoint);
                RequiredAnswers.check(adapter);
                return OpenSession.open(endpoint, adapter, this);
            });
            opening = current;
        }
        try {
            return current.await(endpoint.getComponent().startPatienceMs());
        } finally {
            if (current.isOver()) {
                opening = null;
            }
        }
    }

    private void refuseWhatIsAnothers() throws ConnectorStartException {
        ConnectorId connectorId = endpoint.connectorId();
        if (endpoint.getComponent()
                .host()
                .filter(host -> !host.mayOpen(connectorId))
                .isPresent()) {
            throw new ConnectorStartException(
                    Readiness.READY,
                    "this node may not open a session of it at present: another one runs it, or may soon");
        }
    }

    private void closeSession() {
        OpenSession open = session;
        if (open != null) {
            open.close();
        }
        session = null;
    }

    private void tell(Consumer<ConnectorHost> news) {
        endpoint.getComponent().host().ifPresent(news);
    }

    /** As {@link InboundSink#emit(InboundMessageEvent, InboundFacts)}. */
    public InboundIngestOutcome emit(InboundMessageEvent event, InboundFacts facts) throws InboundRefusedException {
        BotRules.Decision decision = botRules().decide(event, facts);
        if (decision instanceof BotRules.Decision.LeftOut) {
            tell(host -> host.leftOut(event, facts));
            return OTHER_BOT_IGNORED;
        }
        return admit(event, facts, decision instanceof BotRules.Decision.Later later ? later.putOff() : null);
    }

    private BotRules botRules() {
        return endpoint.getComponent().botRules(endpoint);
    }

    /** What became of messages that no person wrote, for operators. */
    public Map<String, Object> botsView() {
        return botRules().view();
    }

    /**
     * Runs an operator's message through the inbound route: it is let in whoever it is from.
     *
     * @throws InboundRefusedException when the message was not admitted: nothing was stored
     */
    public InboundIngestOutcome admit(InboundMessageEvent event) throws InboundRefusedException {
        return admit(event, null, null);
    }

    private InboundIngestOutcome admit(InboundMessageEvent event, @Nullable InboundFacts facts, @Nullable PutOff putOff)
            throws InboundRefusedException {
        ConnectorId connectorId = endpoint.connectorId();
        if (!isRunAllowed()) {
            throw new InboundRefusedException(connectorId + " is stopping", null);
        }
        Exchange exchange = createExchange(false);
        try (LogContext context = LogContext.of(connectorId, event.envelopeId())) {
            fill(exchange, event);
            Admission admission = Admission.begin(exchange, event, facts, putOff);
            getProcessor().process(exchange);
            admission.end();
            return ended(exchange, event, admission);
        } catch (InboundRefusedException e) {
            throw e;
        } catch (Exception e) {
            throw refused(event, e, Duration.ZERO);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private InboundIngestOutcome ended(Exchange exchange, InboundMessageEvent event, Admission admission)
            throws InboundRefusedException {
        InboundIngestOutcome outcome = admission.outcome();
        Exception failure = InboundRouteEnd.failure(exchange);
        if (outcome != null) {
            failures.ended(event.envelopeId());
            if (failure != null && !InboundRouteEnd.isOfStopping(failure)) {
                LOG.error(
                        "{} is admitted, but a step after that failed: {}",
                        event.envelopeId(),
                        Texts.logLine(Texts.without(event.body(), failure.toString())));
                LOG.debug("The stack trace of it", failure);
            }
            return outcome;
        } else if (admission.refusal() != null) {
            failures.ended(event.envelopeId());
            return new InboundIngestOutcome(false, false, false, admission.refusal(), null, 0, 0);
        } else if (failure == null && admission.isFailureOfInbox()) {
            // A step goes on although nothing was stored, such as an onException that is continued
            throw InboundRefusedException.byStore(
                    "envelope " + event.envelopeId() + " was not admitted: the store did not take it", null);
        } else if (failure == null) {
            failures.ended(event.envelopeId());
            return FILTERED;
        } else if (admission.isRejected()) {
            throw InboundRefusedException.forGood(notAdmitted(event, failure), failure);
        } else if (admission.isFailureOfInbox()) {
            throw InboundRefusedException.byStore(notAdmitted(event, failure), failure);
        } else if (InboundRouteEnd.isOfStopping(failure)) {
            throw InboundRefusedException.later(
                    "envelope " + event.envelopeId() + " was not admitted: " + endpoint.connectorId()
                            + " is not running at present",
                    null,
                    Duration.ZERO);
        }
        return failedStep(event, failure);
    }

    /** A message that a step always fails for must not hold up what comes after it for ever. */
    private InboundIngestOutcome failedStep(InboundMessageEvent event, Exception failure)
            throws InboundRefusedException {
        int attempts = failures.failed(event.envelopeId());
        PoisonedMessages poisoned =
                CamelContextHelper.findSingleByType(endpoint.getCamelContext(), PoisonedMessages.class);
        if (poisoned == null) {
            throw refused(event, failure, Duration.ZERO);
        }
        if (attempts == 1 && poisoned.isKnown(event)) {
            failures.ended(event.envelopeId());
            return KNOWN;
        }
        Optional<Duration> wait = poisoned.waitAfter(attempts);
        if (wait.isPresent()) {
            throw refused(event, failure, wait.get());
        }
        String reason = "a step of the inbound route failed " + attempts + " times: " + reason(event, failure);
        poisoned.giveUp(event, attempts, reason);
        failures.ended(event.envelopeId());
        return new InboundIngestOutcome(false, false, false, reason, null, 0, 0);
    }

    private static InboundRefusedException refused(InboundMessageEvent event, Exception failure, Duration wait) {
        return InboundRefusedException.later(notAdmitted(event, failure), failure, wait);
    }

    private static String notAdmitted(InboundMessageEvent event, Exception failure) {
        return "envelope " + event.envelopeId() + " was not admitted: " + reason(event, failure);
    }

    /** What people can act on; many exceptions, such as a NullPointerException, carry no message. */
    private static String reason(InboundMessageEvent event, Exception failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : Texts.without(event.body(), failure.getMessage());
    }

    private void fill(Exchange exchange, InboundMessageEvent event) {
        Message message = exchange.getMessage();
        message.setBody(event);
        exchange.setProperty(PalyraConstants.OWN_ENVELOPE_ID, event.envelopeId().value());
        EnvelopeHeaders.of(event, message);
        endpoint.getComponent()
                .host()
                .ifPresent(host -> message.setHeader(
                        PalyraConstants.PRINCIPAL,
                        host.principal(event.connectorId()).value()));
    }
}
