package io.palyra.connectors.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.platform.session.PlatformSession;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A loopback platform and what hears it: sessions over real sockets, one after the other as a program that starts again has them, on an
 * inbox and on cursors that outlive them.
 *
 * @param <S> a session
 * @param <P> a place where something is said
 */
public abstract class HearingPlatform<S extends PlatformSession, P> implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final HeardInbox<P> inbox;
    private final Map<String, String> cursors = new ConcurrentHashMap<>();
    private final SameAccount accounts = new SameAccount(System::nanoTime);
    private volatile boolean storeFails;
    private volatile boolean storeForgets;
    private @Nullable S session;

    /** @param conversation the name that a place has in events */
    protected HearingPlatform(Function<P, String> conversation) {
        this.inbox = new HeardInbox<>(conversation);
    }

    /** A session that hears. */
    protected abstract S openSession() throws ConnectorStartException;

    public final HeardInbox<P> inbox() {
        return inbox;
    }

    public final Map<String, String> cursors() {
        return cursors;
    }

    /** What a session is opened with. */
    protected final CursorStore cursorStore() {
        return new Cursors();
    }

    /** The same for all sessions. */
    protected final SameAccount accounts() {
        return accounts;
    }

    /** No position can be stored from now on, for a fault that nobody has thought of; or it can again. */
    public final void storeFails(boolean fails) {
        storeFails = fails;
    }

    /** What is written from now on does not arrive, as on a full disk; or it does again. */
    public final void storeForgets(boolean forgets) {
        storeForgets = forgets;
    }

    public final S session() {
        return assertThat(session).isNotNull().actual();
    }

    public final void open() throws ConnectorStartException {
        session = openSession();
    }

    /** Nobody listens, until the next session. */
    public void closeSession() {
        session().close();
    }

    public final void reopen() throws ConnectorStartException {
        closeSession();
        open();
    }

    public static ConditionFactory within() {
        return await().pollDelay(Duration.ZERO).pollInterval(LOOK).atMost(PATIENCE);
    }

    /** Until the inbox has these of the place, and no others, in this order. */
    public final void awaitHeard(P place, String... texts) {
        awaitHeard(place, List.of(texts));
    }

    public final void awaitHeard(P place, List<String> texts) {
        within().until(() -> inbox.texts(place).size() >= texts.size());
        assertThat(inbox.texts(place)).containsExactlyElementsOf(texts);
    }

    public final InboundMessageEvent onlyEvent(P place) {
        within().until(() -> !inbox.of(place).isEmpty());
        return assertThat(inbox.of(place)).singleElement().actual();
    }

    @SuppressWarnings("unchecked")
    public final Map<String, Object> inbound() {
        return (Map<String, Object>) session().view().get("inbound");
    }

    /** What the session says of its line. */
    public final @Nullable Object ofSession(String name) {
        return ((Map<?, ?>) session().view().get("session")).get(name);
    }

    public final long leftOut(String kind) {
        return (Long) ((Map<?, ?>) inbound().get("left_out")).get(kind);
    }

    @Override
    public void close() throws Exception {
        if (session != null) {
            session.close();
        }
    }

    private final class Cursors implements CursorStore {

        @Override
        public Map<String, String> positions() {
            return Map.copyOf(cursors);
        }

        @Override
        public void move(String stream, String position, @Nullable ReadAgain overlap) {
            if (storeFails) {
                throw new StackOverflowError("of a test");
            } else if (!storeForgets) {
                cursors.put(stream, position);
            }
        }

        @Override
        public void forget(String stream) {
            cursors.remove(stream);
        }
    }
}
