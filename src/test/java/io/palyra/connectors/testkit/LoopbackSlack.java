package io.palyra.connectors.testkit;

import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.protocol.ConnectorId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An instance that talks to a loopback Slack, with its app token in a file too. */
public final class LoopbackSlack extends LoopbackInstance {

    /** The instance of most tests. */
    public static final ConnectorId OPS = ConnectorId.of("slack:ops");

    private static final String APP_TOKEN = "app-token";

    private final FakeSlack slack;

    public LoopbackSlack(ConnectorId id, FakeSlack slack) {
        super(id);
        this.slack = slack;
    }

    /** Settings of {@link #OPS}; writes its tokens into the folder. */
    public static Map<String, String> settings(Path folder, FakeSlack slack) throws IOException {
        return new LoopbackSlack(OPS, slack).settings(folder);
    }

    /** Those of {@link #OPS}, from its next start on. */
    public static void writeTokens(Path folder, String token, String appToken) throws IOException {
        writeToken(folder, token);
        writeSecret(folder, APP_TOKEN, appToken);
    }

    /** The key of one option of {@link #OPS}. */
    public static String option(String name) {
        return key(OPS, name);
    }

    @Override
    String token() {
        return slack.token();
    }

    @Override
    Map<String, String> options(Path folder) throws IOException {
        writeSecret(folder, APP_TOKEN, slack.appToken());
        return Map.of("api-url", slack.apiUrl(), APP_TOKEN, secret(folder, APP_TOKEN));
    }

    @Override
    int connections() {
        return slack.socket().connected();
    }

    @Override
    public List<String> taken(String conversation) {
        return slack.ledger().texts(conversation);
    }
}
