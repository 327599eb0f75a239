package io.palyra.connectors.platform.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.http.RefusalMeaning;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.inbound.HistoryPage;
import io.palyra.connectors.platform.inbound.MessageOrder;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a look into the history finds. Ids are unix milliseconds; a message is its id and a likeness. */
class HistoryLookupTest {

    private static final Instant SENT = Instant.ofEpochMilli(10_000_000);
    private static final int TIMEOUT_MS = 20_000;
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final MessageOrder ORDER = new MessageOrder() {

        @Override
        public boolean isId(String text) {
            return true;
        }

        @Override
        public int compare(String left, String right) {
            return Long.compare(Long.parseLong(left), Long.parseLong(right));
        }

        @Override
        public long unixMs(String id) {
            return Long.parseLong(id);
        }

        @Override
        public String at(long unixMs) {
            return String.valueOf(unixMs);
        }
    };

    private record Said(long id, MessageHistory.Likeness likeness) {}

    /** Two messages a page. */
    private static final class Place implements MessageHistory<Said> {

        private final List<Said> said = new ArrayList<>();
        private final List<String> positions = new ArrayList<>();
        private @Nullable String obstacle;
        private @Nullable RequestFailure failure;
        private @Nullable RuntimeException thrown;
        private boolean endless;

        @Override
        public String place(OutboundMessageRequest request) {
            return request.conversationId().value();
        }

        @Override
        public Optional<String> obstacle(String place) {
            return Optional.ofNullable(obstacle);
        }

        @Override
        public HistoryPage<Said> after(String place, String position) throws RequestException {
            positions.add(position);
            if (failure != null) {
                throw new RequestException(failure);
            } else if (thrown != null) {
                throw thrown;
            }
            List<Said> behind = said.stream()
                    .filter(message -> message.id() > Long.parseLong(position))
                    .toList();
            return new HistoryPage<>(behind.subList(0, Math.min(2, behind.size())), endless || behind.size() > 2);
        }

        @Override
        public MessageId id(Said message) {
            return new MessageId(String.valueOf(message.id()));
        }

        @Override
        public Likeness likeness(Said message, OutboundMessageRequest request) {
            return message.likeness();
        }

        @Override
        public boolean isUnreadable(RuntimeException failure) {
            return failure instanceof ArithmeticException;
        }
    }

    private final SettableClock clock = new SettableClock(SENT.plusSeconds(1));
    private final PlatformTime time = new PlatformTime(() -> 0, clock);
    private final Place place = new Place();
    private final Set<String> others = Set.of("10000003");

    private void said(int afterMs, MessageHistory.Likeness likeness) {
        place.said.add(new Said(SENT.toEpochMilli() + afterMs, likeness));
    }

    private Finding find(Duration settling) {
        OutboundMessageRequest request = OutboundMessageRequest.builder(
                        new EnvelopeId("e1"), ConnectorId.of("echo:a"), new ConversationId("c"), "text")
                .timeoutMs(TIMEOUT_MS)
                .build();
        return new HistoryLookup<>(place, ORDER, time, clock, settling)
                .find(request, SENT, id -> others.contains(id.value()));
    }

    private Finding find() {
        return find(Duration.ZERO);
    }

    private static Finding found(int afterMs) {
        return new Finding.Found(new MessageId(String.valueOf(SENT.toEpochMilli() + afterMs)));
    }

    @Test
    void itLooksFromALittleBeforeTheSendOn() {
        said(-121_000, MessageHistory.Likeness.CERTAIN);
        assertThat(find()).isEqualTo(new Finding.Absent());
        said(-119_000, MessageHistory.Likeness.CERTAIN);
        assertThat(find()).isEqualTo(found(-119_000));
        assertThat(place.positions).first().isEqualTo("9880000");
    }

    @Test
    void itReadsEveryPage() {
        for (int i = 0; i < 6; i++) {
            said(i, MessageHistory.Likeness.OTHER);
        }
        assertThat(find()).isEqualTo(new Finding.Absent());
        assertThat(place.positions).containsExactly("9880000", "10000001", "10000003");
        said(6, MessageHistory.Likeness.CERTAIN);
        assertThat(find()).isEqualTo(found(6));
    }

    @Test
    void aHistoryWithoutEndDoesNotTell() {
        place.endless = true;
        for (int i = 0; i < 30; i++) {
            said(i, MessageHistory.Likeness.OTHER);
        }
        assertThat(find()).isEqualTo(new Finding.Undecided("more than 20 messages have come since"));
        assertThat(place.positions).hasSize(10);
    }

    @Test
    void whatOnlyResemblesItIsItUnlessItIsKnownToBeAnother() {
        said(3, MessageHistory.Likeness.LIKELY);
        assertThat(find()).isEqualTo(new Finding.Absent());
        said(4, MessageHistory.Likeness.LIKELY);
        assertThat(find()).isEqualTo(found(4));
    }

    @Test
    void itsMarkIsCertainWhateverIsKnown() {
        said(3, MessageHistory.Likeness.CERTAIN);
        assertThat(find()).isEqualTo(found(3));
    }

    @Test
    void whatMayBeItIsForAnOperatorUnlessItIsFound() {
        said(3, MessageHistory.Likeness.PERHAPS);
        assertThat(find()).isEqualTo(new Finding.Absent());
        said(4, MessageHistory.Likeness.PERHAPS);
        assertThat(find()).isInstanceOfSatisfying(Finding.Undecided.class, undecided -> assertThat(undecided.reason())
                .contains("10000004"));
        said(5, MessageHistory.Likeness.CERTAIN);
        assertThat(find()).isEqualTo(found(5));
    }

    @Test
    void whatIsNotThereYetIsLookedForAgainUntilNothingCanBeUnderWay() {
        assertThat(find(SETTLING)).isInstanceOf(Finding.NotAsked.class);
        clock.advance(Duration.ofSeconds(49).minusMillis(1));
        assertThat(find(SETTLING)).isInstanceOf(Finding.NotAsked.class);
        clock.advance(Duration.ofMillis(1));
        assertThat(find(SETTLING)).isEqualTo(new Finding.Absent());
    }

    @Test
    void whatIsThereIsFoundAtOnce() {
        said(5, MessageHistory.Likeness.CERTAIN);
        assertThat(find(SETTLING)).isEqualTo(found(5));
        place.said.clear();
        said(5, MessageHistory.Likeness.PERHAPS);
        assertThat(find(SETTLING)).isInstanceOf(Finding.Undecided.class);
    }

    @Test
    void aRefusalIsAnAnswerAndAnythingElseIsNone() {
        place.failure = new RequestFailure.Refused(200, "not_in_channel", RefusalMeaning.TARGET, "no");
        assertThat(find()).isEqualTo(new Finding.Undecided("the history cannot be read: no"));
        place.failure = new RequestFailure.NotSent("away");
        assertThat(find()).isEqualTo(new Finding.NotAsked("the history cannot be read: away"));
        place.failure = null;
        place.thrown = new ArithmeticException("odd");
        assertThat(find()).isEqualTo(new Finding.NotAsked("the answer is no history: odd"));
        place.thrown = new InvalidEnvelopeException("conversation_id", "is none");
        assertThat(find()).isInstanceOf(Finding.Undecided.class);
        place.thrown = new IllegalStateException("a mistake");
        assertThatThrownBy(this::find).hasMessage("a mistake");
        place.obstacle = "missing scope";
        assertThat(find()).isEqualTo(new Finding.Undecided("missing scope"));
    }

    @Test
    void theTimeIsThePlatforms() {
        time.answered("Thu, 1 Jan 1970 02:41:41 GMT");
        said(-400_000, MessageHistory.Likeness.CERTAIN);
        assertThat(find()).as("the machine is five minutes ahead").isEqualTo(found(-400_000));
        clock.advance(Duration.ofMinutes(-5));
        assertThat(find()).isInstanceOfSatisfying(Finding.Undecided.class, undecided -> assertThat(undecided.reason())
                .contains("set back"));
    }
}
