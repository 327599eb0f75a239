package io.palyra.connectors.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.admin.AdminServer;
import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.program.ConnectorProgram;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.supervisor.ConnectorSupervisor;
import io.palyra.connectors.supervisor.Supervision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;

/**
 * The real program with the real {@code application.properties} and {@code routes/}, on a store of its own; it may be
 * stopped and started again on that store.
 *
 * <p>What is asked of it without naming a connector is asked of the one that it was set up {@linkplain
 * ProgramSetup#about for}.
 */
public final class ProgramUnderTest extends ConnectorUnderTest implements AutoCloseable {

    /** The built-in instance. */
    public static final ConnectorId ECHO = ConnectorId.of("echo:default");

    private final ProgramSetup setup;
    private @Nullable ConnectorApplication running;
    private @Nullable AdminServer server;

    ProgramUnderTest(ProgramSetup setup) {
        super(setup.connector(), setup.patience());
        this.setup = setup;
    }

    /** To be set up, with its store in the folder. */
    public static ProgramSetup in(Path folder) {
        return new ProgramSetup(folder);
    }

    /** Starts with settings that win over the file's. */
    public static ProgramUnderTest start(Path folder, Map<String, String> settings) throws Exception {
        return in(folder).settings(settings).start();
    }

    /** A message to the built-in instance. */
    public static InboundMessageEvent echoEvent(String envelope, String conversation, String body) {
        return event(ECHO, envelope, conversation, body);
    }

    public ConnectorApplication application() {
        if (running == null) {
            throw new IllegalStateException("the program has not started");
        }
        return running;
    }

    @Override
    public ConnectorProgram program() {
        return application().program();
    }

    public ModelCamelContext context() {
        return application().context();
    }

    public ConnectorSupervisor supervisor() {
        return program().supervisor();
    }

    public Supervision supervision() {
        return program().supervision();
    }

    /** Another connector of the same program. */
    public ConnectorUnderTest connector(ConnectorId other) {
        return new ConnectorUnderTest(other, patience()) {
            @Override
            public ConnectorProgram program() {
                return ProgramUnderTest.this.program();
            }
        };
    }

    /** The admin API, where it was {@linkplain ProgramSetup#admin() asked for}. */
    public AdminServer server() {
        if (server == null) {
            throw new IllegalStateException("the program was set up without the admin API");
        }
        return server;
    }

    public int port() {
        return server().port();
    }

    /** Somebody who calls the admin API. */
    public AdminClient client() {
        return new AdminClient(port());
    }

    /** Until it runs and its session is open, and no other one; at once where it talks to no platform. */
    public void awaitConnected() {
        setup.platform()
                .ifPresent(platform -> awaitThat(() -> {
                    assertThat(status().liveness()).as("liveness of %s", id()).isEqualTo(Liveness.RUNNING);
                    assertThat(platform.connected()).as("the session is open").isTrue();
                }));
    }

    /** Fails as soon as the platform has something else: it never gives a message back. */
    public void awaitTaken(String conversation, String... texts) {
        List<String> expected = List.of(texts);
        awaitThat(() -> {
            List<String> taken = taken(conversation);
            int soFar = Math.min(taken.size(), expected.size());
            assertThat(soFar == expected.size() || !taken.equals(expected.subList(0, soFar)))
                    .as("what the platform took: %s of %s", taken, expected)
                    .isTrue();
        });
        assertThat(taken(conversation)).as("what the platform took").containsExactly(texts);
    }

    /** The embedded daemon answers each message with its text: until it has answered these, and no others. */
    public void awaitAnswers(String conversation, List<String> texts) {
        awaitTaken(conversation, texts.stream().map(text -> "echo: " + text).toArray(String[]::new));
    }

    private List<String> taken(String conversation) {
        return setup.platform()
                .orElseThrow(() -> new IllegalStateException("set up without a platform"))
                .taken(conversation);
    }

    /** What the connector's producer answers; throws what it throws. */
    public <T> T produce(String query, Object body, Class<T> type) {
        return context().createProducerTemplate().requestBody(ConnectorComponent.uri(id()) + query, body, type);
    }

    /** May be called again; while it stops, other threads still see what runs. */
    public void stop() throws Exception {
        if (running != null) {
            running.close();
        }
    }

    /** After a stop, on the same store. */
    public void startAgain() throws Exception {
        running = setup.open();
        try {
            server = setup.serve(running).orElse(null);
            setup.platform().ifPresent(platform -> platform.started(this));
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    public void restart() throws Exception {
        stop();
        startAgain();
    }

    /** @param settings {@code key=value}, from now on instead of those that it was set up with */
    public void restartWith(String... settings) throws Exception {
        stop();
        setup.settingsInstead(settings);
        startAgain();
    }

    /**
     * Sees to it that whatever could be claimed by now has been: what is due for another connector is delivered by a claim
     * that looked at every connector.
     */
    public void awaitOthersDelivered(String marker) {
        ConnectorUnderTest echo = connector(ECHO);
        echo.enqueueAll(marker, marker);
        echo.awaitDelivered(marker);
    }

    @Override
    public void close() throws Exception {
        stop();
    }
}
