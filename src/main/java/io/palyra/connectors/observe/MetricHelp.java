package io.palyra.connectors.observe;

import static java.util.Map.entry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Map;

/** What each of the program's own metrics says, in the sentence that Prometheus shows beside it. */
final class MetricHelp implements MeterFilter {

    private static final Map<String, String> SENTENCES = Map.ofEntries(
            entry(
                    "palyra.messages.accepted",
                    "Messages admitted (inbound) or enqueued, each part of a split one (outbound)"),
            entry("palyra.messages.duplicate", "Messages that were seen before"),
            entry("palyra.messages.put.off", "Messages of a bot that does not stop: admitted, and handed on later"),
            entry("palyra.messages.rejected", "Messages that broke a limit or could not be read"),
            entry(
                    "palyra.messages.delivered",
                    "Messages answered by the daemon (inbound) or taken by the platform (outbound)"),
            entry("palyra.messages.not.routed", "Messages that the daemon has refused"),
            entry("palyra.message.retries", "Attempts that failed and are made again, by class"),
            entry("palyra.dead.letters", "Messages that were given up"),
            entry("palyra.unknown.outcomes", "Messages of which it is not known whether the platform has them"),
            entry(
                    "palyra.outcomes.dropped",
                    "Outcomes that came in after another node had taken the conversation over"),
            entry("palyra.queue.messages", "Messages that are not settled, by state"),
            entry("palyra.queue.oldest", "Age of the oldest message that is not settled"),
            entry("palyra.queue.paused", "1 while an operator has paused the queue"),
            entry("palyra.claim.wait", "From when a message was stored to when it was first taken in hand"),
            entry("palyra.attempt", "One attempt, successful or not"),
            entry("palyra.delivery", "From when a message was stored to its delivery, waits included"),
            entry("palyra.daemon.call", "Calls of the daemon, by outcome"),
            entry(
                    "palyra.daemon.failing",
                    "Since the first failure after the last answer of the daemon; 0 while it answers"),
            entry("palyra.daemon.in.use", "Conversations that the daemon has at this moment"),
            entry("palyra.daemon.limit", "palyra.daemon.concurrency"),
            entry("palyra.connector.enabled", "1 while the connector is enabled"),
            entry("palyra.connector.connected", "1 while the connector is ready, runs and has its session"),
            entry("palyra.access.requests.open", "People who have asked to be let in and wait for an operator"),
            entry("palyra.access.refused", "Messages that the rules of access have kept out, by reason"),
            entry("palyra.connector.restarts", "Sessions opened anew; kept over restarts"),
            entry("palyra.store.commit", "From the first statement to the end of the commit"),
            entry("palyra.store.commit.works", "How many works shared a commit"),
            entry("palyra.store.commit.failures", "Transactions that were rolled back"),
            entry("palyra.store.size", "Bytes of the store's file"),
            entry("palyra.store.log", "Bytes of the store's write-ahead log"),
            entry("palyra.store.free", "Bytes that are free on the store's disk"));

    @Override
    public Meter.Id map(Meter.Id id) {
        String sentence = SENTENCES.get(id.getName());
        return sentence == null
                ? id
                : new Meter.Id(id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), sentence, id.getType());
    }
}
