package io.palyra.connectors.outbox;

import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.protocol.EnvelopeId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.jspecify.annotations.Nullable;

/**
 * The ids that {@code palyra-outbox} makes within an exchange: new ones for each send, and the same ones where Camel's
 * error handler repeats a step in which they were made already, so that a repetition is one message.
 *
 * <p>A header counts the sends ({@link Sent}). Before a repetition Camel puts the message back to what it was before the step,
 * that header included, while the properties of the exchange stay: the sends behind the header are those that are repeated.
 * Copies of the exchange (split, multicast, wireTap) are exchanges of their own.
 */
final class SendIds {

    private static final String SENDS = "CamelPalyraOutboxSends";

    /** Ids that an exchange keeps; what is repeated from further behind gets new ones. */
    private static final int IDS_MAX = 10_000;

    /** One send: the ids of its messages, and where it was made. */
    record Send(int number, @Nullable String step, @Nullable Integer loop, List<EnvelopeId> ids) {

        private boolean isAt(@Nullable String otherStep, @Nullable Integer otherLoop, int messages) {
            return Objects.equals(step, otherStep) && Objects.equals(loop, otherLoop) && ids.size() == messages;
        }
    }

    private final String exchangeId;
    private final Deque<Send> sends = new ArrayDeque<>();
    private int kept;

    private SendIds(String exchangeId) {
        this.exchangeId = exchangeId;
    }

    private static SendIds of(Exchange exchange) {
        SendIds known = exchange.getProperty(SENDS, SendIds.class);
        if (known == null || !known.exchangeId.equals(exchange.getExchangeId())) {
            known = new SendIds(exchange.getExchangeId());
            exchange.setProperty(SENDS, known);
        }
        return known;
    }

    /** Begins a send of so many messages. */
    static Send begin(Exchange exchange, int messages) {
        return of(exchange).next(exchange, messages);
    }

    private Send next(Exchange exchange, int messages) {
        Sent last = Sent.of(exchange.getMessage());
        int before = last == null ? 0 : last.count();
        String step = exchange.getExchangeExtension().getHistoryNodeId();
        Integer loop = exchange.getProperty(ExchangePropertyKey.LOOP_INDEX, Integer.class);
        if (exchange.getMessage().getHeader(Exchange.REDELIVERED, false, Boolean.class)) {
            Optional<Send> repeated = sends.stream()
                    .filter(send -> send.number() >= before && send.isAt(step, loop, messages))
                    .findFirst();
            if (repeated.isPresent()) {
                return repeated.get();
            }
        }
        int number = sends.isEmpty() ? before : Math.max(before, sends.getLast().number() + 1);
        Send send = new Send(
                number,
                step,
                loop,
                Stream.generate(SendIds::newId).limit(messages).toList());
        keep(send);
        return send;
    }

    private void keep(Send send) {
        sends.addLast(send);
        kept += send.ids().size();
        while (kept > IDS_MAX && sends.size() > 1) {
            kept -= sends.removeFirst().ids().size();
        }
    }

    private static EnvelopeId newId() {
        return new EnvelopeId(UlidCreator.getMonotonicUlid().toString());
    }
}
