package io.palyra.connectors.crash;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.fake.LedgerConnector;
import io.palyra.connectors.fake.Points;
import io.palyra.connectors.inbox.Inbox;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.camel.LaneHandOver;
import io.palyra.connectors.lane.camel.LaneService;
import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.program.ConnectorProgram;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.transaction.Answer;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Registry;

/** Breaks one rule of the durable core, by wrapping its parts in the registry before the routes take them from there. */
public final class Sabotage extends RouteBuilder {

    static final String SETTLE_BEFORE_SEND = "settle-before-send";
    static final String ANSWER_BEFORE_COMMIT = "answer-before-commit";

    private static Consumer<Registry> change = registry -> {};

    /** Camel finds this class, and makes one once the program has bound its parts. To be called before there is a program. */
    static void announce(String name) {
        if (!name.isEmpty()) {
            System.setProperty("camel.main.basePackageScan", Sabotage.class.getPackageName());
        }
    }

    static void prepare(String name, ConnectorApplication application) {
        if (name.equals(SETTLE_BEFORE_SEND)) {
            change = registry -> settleBeforeSend(registry, application.program());
        } else if (name.equals(ANSWER_BEFORE_COMMIT)) {
            change = registry -> answerBeforeCommit(registry, application.program());
        }
    }

    @Override
    public void configure() {
        change.accept(getContext().getRegistry());
    }

    private static void settleBeforeSend(Registry registry, ConnectorProgram program) {
        LaneService service = registry.lookupByNameAndType("palyraOutbox", LaneService.class);
        LaneHandOver handOver = new SettledBeforeSent(service.handOver(), program.transactions());
        registry.bind("palyraOutbox", new LaneService(service.dispatcher(), handOver, service.stopDeadline()));
    }

    private static void answerBeforeCommit(Registry registry, ConnectorProgram program) {
        Transactions transactions = new AnsweredBeforeCommit(program.transactions());
        registry.bind(
                "palyraInboxEntry",
                new Inbox(
                        program.inboxStore(),
                        program.deadLetters(),
                        program.events(),
                        transactions,
                        program.supervision().sources(),
                        Clock.systemUTC()));
    }

    /** Stores a message as delivered, and sends it then. */
    private record SettledBeforeSent(LaneHandOver handOver, Transactions transactions) implements LaneHandOver {

        @Override
        public Direction direction() {
            return handOver.direction();
        }

        @Override
        public void begin(Exchange exchange, LaneDelivery delivery) {
            handOver.begin(exchange, delivery);
            OutboundMessageRequest request = exchange.getMessage().getBody(OutboundMessageRequest.class);
            DeliveryOutcome outcome = new DeliveryOutcome.Delivered(new MessageId("early"));
            exchange.setProperty(PalyraConstants.RECEIPT, DeliveryReceipt.of(outcome, request.idempotencyKey()));
            handOver.settle(exchange, delivery);
            transactions.writeAndWait(transaction -> {
                // what was submitted before has committed then
            });
            exchange.getContext().createProducerTemplate().send("palyra-" + LedgerConnector.DEFAULT, exchange);
        }

        @Override
        public void settle(Exchange exchange, LaneDelivery delivery) {
            handOver.settle(exchange, delivery);
        }

        @Override
        public void unsettled(Exchange exchange, LaneDelivery delivery) {
            handOver.unsettled(exchange, delivery);
        }
    }

    /** Answers as soon as the statements have run, and commits once the cursor has moved. */
    private static final class AnsweredBeforeCommit implements Transactions {

        private static final long PATIENCE_S = 5;

        private final Transactions transactions;
        private final Semaphore cursorMoves = new Semaphore(0);

        AnsweredBeforeCommit(Transactions transactions) {
            this.transactions = transactions;
            Points.listen(point -> {
                if (point.startsWith("feed: moved past ")) {
                    cursorMoves.release();
                }
            });
        }

        @Override
        public <T> CompletableFuture<T> submitAsking(Work<Answer<T>> work) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            return transactions
                    .submit(transaction -> {
                        T result = work.execute(transaction).get();
                        answer.complete(result);
                        awaitCursor();
                        return result;
                    })
                    .applyToEither(answer, result -> result);
        }

        private void awaitCursor() {
            try {
                if (!cursorMoves.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the cursor has not moved");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onLaneDue(Direction direction, LaneDueListener listener) {
            transactions.onLaneDue(direction, listener);
        }
    }
}
