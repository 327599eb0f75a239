package io.palyra.connectors.contract;

import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.contract.Words.Author;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InboundMessageEventBuilder;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.ThreadId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/**
 * The echo connector is its own platform: troubles are markers in the text, and it took what it gave a receipt for. It has
 * nothing to receive from, so that this class tells it what users write, and tells again what was not admitted.
 */
final class EchoPlatform implements PlatformUnderTest {

    private static final ConnectorId ID = ConnectorId.of("echo:contract");
    private static final String DIRECT = "with-";

    private static final Map<Trouble, String> MARKERS = new EnumMap<>(Map.of(
            Trouble.RATE_LIMIT, "[rate-limit-once]",
            Trouble.NETWORK, "[network-once]",
            Trouble.RESTARTING, "[connector-crash-once]",
            Trouble.UNKNOWN, "[unknown-once]",
            Trouble.REFUSED, "[permanent]"));

    private final String key;
    private final String value;
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private final ReceiptLog receipts = new ReceiptLog(ID);
    private final Deque<InboundMessageEvent> untold = new ArrayDeque<>();
    private @Nullable InboundMessageEvent newest;
    private @Nullable ProgramUnderTest program;
    private int said;

    /** @param key the setting that declares the instance */
    EchoPlatform(String key, String value, Trait... traits) {
        this.key = key;
        this.value = value;
        this.traits.addAll(Arrays.asList(traits));
    }

    @Override
    public ConnectorId connectorId() {
        return ID;
    }

    @Override
    public Set<Trait> traits() {
        return traits;
    }

    @Override
    public Set<Trouble> troubles() {
        return MARKERS.keySet();
    }

    @Override
    public Map<String, String> settings(Path folder) {
        return Map.of(key, value);
    }

    @Override
    public void started(ProgramUnderTest running) {
        program = running;
        receipts.listenTo(running.application().context());
        tell();
    }

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public String newConversation(String name) {
        return name;
    }

    @Override
    public String newThread(String conversation) {
        return "thread of " + conversation;
    }

    @Override
    public String failNext(Trouble trouble, String conversation, String text) {
        return text + " " + MARKERS.get(trouble);
    }

    @Override
    public Hold holdNext(String conversation) {
        return Hold.NONE;
    }

    @Override
    public List<String> taken(String conversation) {
        return receipts.texts(conversation);
    }

    @Override
    public String newDirect(Author with) {
        return DIRECT + with.account();
    }

    @Override
    public String senderId(Author author) {
        return author.account();
    }

    @Override
    public void says(Words words) {
        boolean isPerson = words.by().kind() == Author.Kind.PERSON;
        InboundMessageEvent event = said(words).senderIsBot(!isPerson).build();
        newest = isPerson ? event : newest;
        tell(event);
    }

    /** It knows no mentions. */
    @Override
    public void botSays(String conversation, String text, boolean toUs) {
        tell(said(Words.of(conversation, Author.bot("bot"), text))
                .senderIsBot(true)
                .directMessage(toUs)
                .build());
    }

    private InboundMessageEventBuilder said(Words words) {
        said++;
        return InboundMessageEvent.builder(
                        new EnvelopeId("said-" + said),
                        ID,
                        new ConversationId(words.conversation()),
                        new SenderId(senderId(words.by())),
                        words.text())
                .senderDisplay(words.by().display())
                .threadId(words.thread() == null ? null : new ThreadId(words.thread()))
                .directMessage(words.conversation().startsWith(DIRECT));
    }

    private void tell(InboundMessageEvent event) {
        untold.add(event);
        tell();
    }

    @Override
    public void tellAgain() {
        tell(newest);
    }

    /** What is not admitted stays for later. */
    private void tell() {
        try {
            while (!untold.isEmpty()) {
                consumer().emit(untold.peek(), InboundFacts.NONE);
                untold.remove();
            }
        } catch (InboundRefusedException | IllegalStateException e) {
            // Refused, or nobody is there: told again by the next start
        }
    }

    /** Where a platform's messages come in: the supervisor's own door lets in whoever writes. */
    private ConnectorConsumer consumer() {
        return program.application().context().getRoutes().stream()
                .map(Route::getConsumer)
                .filter(ConnectorConsumer.class::isInstance)
                .filter(consumer -> consumer.getEndpoint().getEndpointUri().startsWith("palyra-echo://" + ID.name()))
                .map(ConnectorConsumer.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("it is not running"));
    }

    @Override
    public void credential(boolean present) {
        // It needs none
    }

    @Override
    public void close() {
        // Nothing runs
    }
}
