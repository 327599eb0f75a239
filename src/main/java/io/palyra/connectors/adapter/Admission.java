package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the inbox made of a message on its way through the inbound route, whatever later steps make of the body. Copies of
 * the exchange share it, and no step can take it from them, as it could a property. Thread safe.
 */
public final class Admission implements SafeCopyProperty {

    private static final String KEY = "CamelPalyraAdmission";

    private final InboundMessageEvent received;
    private final @Nullable InboundFacts facts;
    private final @Nullable PutOff putOff;
    private volatile boolean letIn;
    private volatile @Nullable String refusal;
    private volatile @Nullable InboundIngestOutcome outcome;
    private volatile boolean failedInInbox;
    private volatile boolean rejected;
    private volatile boolean over;

    private Admission(InboundMessageEvent received, @Nullable InboundFacts facts, @Nullable PutOff putOff) {
        this.received = received;
        this.facts = facts;
        this.putOff = putOff;
    }

    /**
     * @param facts null for a message of an operator
     * @param putOff null where it is handed on as soon as it can be
     */
    static Admission begin(
            Exchange exchange, InboundMessageEvent received, @Nullable InboundFacts facts, @Nullable PutOff putOff) {
        Admission admission = new Admission(received, facts, putOff);
        exchange.getExchangeExtension().setSafeCopyProperty(KEY, admission);
        return admission;
    }

    /** The one of the exchange; null where it does not come from a connector. */
    public static @Nullable Admission of(Exchange exchange) {
        return exchange.getExchangeExtension().getSafeCopyProperty(KEY, Admission.class);
    }

    /** Shared: what becomes of a copy becomes of the message. */
    @Override
    public SafeCopyProperty safeCopy() {
        return this;
    }

    /** The message as the connector gave it, whatever steps have made of it. */
    public InboundMessageEvent received() {
        return received;
    }

    /** What the platform says of it; null for a message of an operator, which is let in whoever it is from. */
    public @Nullable InboundFacts facts() {
        return facts;
    }

    /** That it is to be admitted, but not handed on before a time; null where it need not wait. */
    public @Nullable PutOff putOff() {
        return putOff;
    }

    /** Its sender may speak to the daemon. */
    public void letIn() {
        letIn = true;
    }

    /** Its sender may not: it reaches no inbox, also where a copy of the exchange goes on. */
    public void refuse(String reason) {
        refusal = reason;
    }

    /** Whether somebody has decided that it may come in. */
    public boolean isLetIn() {
        return facts == null || (letIn && refusal == null);
    }

    /** Why its sender may not speak to the daemon; null where nobody has decided so. */
    public @Nullable String refusal() {
        return refusal;
    }

    /**
     * The inbox has committed the message, or had it.
     *
     * @return whether the connector waits for it; false where it was told already that nothing was stored
     */
    public boolean admitted(InboundIngestOutcome decided) {
        outcome = decided;
        return !over;
    }

    /** The inbox takes nothing at present: no fault of the message, or of a step. */
    public void failedInInbox() {
        failedInInbox = true;
    }

    /** The inbox refused the message for a limit, and has said so in an event. What a step has changed is the step's fault. */
    public void rejected(InboundMessageEvent event) {
        rejected = event.equals(received);
    }

    /** The route has ended; to be called before the outcome is looked at. */
    void end() {
        over = true;
    }

    @Nullable
    InboundIngestOutcome outcome() {
        return outcome;
    }

    boolean isFailureOfInbox() {
        return failedInInbox;
    }

    boolean isRejected() {
        return rejected;
    }
}
