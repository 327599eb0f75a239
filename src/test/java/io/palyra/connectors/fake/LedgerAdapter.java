package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Appends a line {@code conversation TAB envelope TAB text} for each message that it takes, and syncs it. */
final class LedgerAdapter implements ConnectorAdapter {

    private final LedgerEndpoint endpoint;
    private final AtomicInteger sends = new AtomicInteger();
    private FileChannel ledger;

    LedgerAdapter(LedgerEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public synchronized void start(InboundSink sink) throws ConnectorStartException {
        try {
            ledger = FileChannel.open(
                    Path.of(endpoint.getFile()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new ConnectorStartException(Readiness.MISCONFIGURED, "file: " + e);
        }
    }

    @Override
    public synchronized void stop() {
        try {
            if (ledger != null) {
                ledger.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public DeliveryOutcome send(OutboundMessageRequest request) {
        int every = endpoint.getFaultEvery();
        if (every > 0 && sends.incrementAndGet() % every == 0) {
            return new DeliveryOutcome.Retry(RetryClass.RATE_LIMIT, "the ledger is busy", Duration.ofMillis(250));
        }
        String line = request.conversationId() + "\t" + request.envelopeId() + "\t" + request.text() + "\n";
        synchronized (this) {
            try {
                ledger.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                ledger.force(false);
            } catch (IOException e) {
                return new DeliveryOutcome.Unknown(e.toString());
            }
        }
        return new DeliveryOutcome.Delivered(new MessageId("ledger-" + request.envelopeId()));
    }

    @Override
    public UnknownResolution unknownResolution() {
        return UnknownResolution.RESEND;
    }
}
