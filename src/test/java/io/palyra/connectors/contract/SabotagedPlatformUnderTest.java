package io.palyra.connectors.contract;

import io.palyra.connectors.contract.Words.Author;
import io.palyra.connectors.fake.Sabotage;
import io.palyra.connectors.fake.SabotagedConnector;
import io.palyra.connectors.fake.SabotagedPlatform;
import io.palyra.connectors.fake.SabotagedPlatform.Place;
import io.palyra.connectors.fake.SabotagedPlatform.Said;
import io.palyra.connectors.fake.SabotagedPlatform.Who;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The platform of the connector that is good, or bad in one way. */
final class SabotagedPlatformUnderTest implements PlatformUnderTest {

    private static final String DIRECT = "with-";

    private final SabotagedPlatform platform;
    private @Nullable Path token;
    private @Nullable Said newest;
    private int said;

    SabotagedPlatformUnderTest(Sabotage sabotage) {
        platform = SabotagedPlatform.fresh(sabotage);
    }

    @Override
    public ConnectorId connectorId() {
        return SabotagedConnector.ONE;
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.complementOf(EnumSet.of(Trait.UNKNOWN_WAITS));
    }

    @Override
    public Set<Trouble> troubles() {
        return EnumSet.allOf(Trouble.class);
    }

    @Override
    public Map<String, String> settings(Path folder) throws IOException {
        token = folder.resolve("token");
        credential(true);
        return Map.of("palyra.connectors.sabotaged.one.token", "{{file:" + token + "}}");
    }

    @Override
    public void started(ProgramUnderTest program) {
        // The platform is there all the time
    }

    @Override
    public boolean connected() {
        return platform.openSessions() == 1;
    }

    @Override
    public String newConversation(String name) {
        return name;
    }

    @Override
    public String newThread(String conversation) {
        return conversation + "-thread";
    }

    @Override
    public String failNext(Trouble trouble, String conversation, String text) {
        boolean takes = trouble == Trouble.UNKNOWN;
        platform.failNext(conversation, new SabotagedPlatform.Fault(takes, outcome(trouble)));
        return text;
    }

    private static DeliveryOutcome outcome(Trouble trouble) {
        return switch (trouble) {
            case RATE_LIMIT -> new DeliveryOutcome.Retry(RetryClass.RATE_LIMIT, "busy", null);
            case NETWORK -> new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "no line", null);
            case RESTARTING -> new DeliveryOutcome.Retry(RetryClass.CONNECTOR_RESTARTING, "not open", null);
            case UNKNOWN -> new DeliveryOutcome.Unknown("no answer");
            case REFUSED ->
                new DeliveryOutcome.PermanentFailure("no", io.palyra.connectors.protocol.Fault.MESSAGE, null);
        };
    }

    @Override
    public Hold holdNext(String conversation) {
        CountDownLatch released = platform.holdNext(conversation);
        return new Hold(() -> !platform.holds(conversation), released::countDown);
    }

    @Override
    public List<String> taken(String conversation) {
        return platform.taken(conversation);
    }

    @Override
    public String newDirect(Author with) {
        return DIRECT + with.account();
    }

    @Override
    public String senderId(Author author) {
        return (author.kind() == Author.Kind.WEBHOOK ? "hook-" : "") + author.account();
    }

    @Override
    public void says(Words words) {
        said++;
        Author by = words.by();
        Said now = new Said(
                "said-" + said,
                place(words),
                new Who(
                        senderId(by),
                        by.account(),
                        by.display(),
                        Who.Kind.valueOf(by.kind().name())),
                Said.To.valueOf(words.manner().name()),
                words.text());
        newest = by.kind() == Author.Kind.PERSON ? now : newest;
        platform.say(now);
    }

    private static Place place(Words words) {
        return words.thread() == null
                ? new Place(words.conversation(), null, words.conversation().startsWith(DIRECT))
                : new Place(words.thread(), words.conversation(), false);
    }

    @Override
    public void tellAgain() {
        platform.say(newest);
    }

    @Override
    public void credential(boolean present) throws IOException {
        if (present) {
            Files.writeString(token, "secret");
        } else {
            Files.deleteIfExists(token);
        }
    }

    @Override
    public void close() {
        // Nothing runs
    }
}
