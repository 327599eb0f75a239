package io.palyra.connectors.testkit;

import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.protocol.ConnectorId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An instance that talks to a loopback Telegram. */
public final class LoopbackTelegram extends LoopbackInstance {

    /** The instance of most tests. */
    public static final ConnectorId OPS = ConnectorId.of("telegram:ops");

    private final FakeTelegram telegram;

    public LoopbackTelegram(ConnectorId id, FakeTelegram telegram) {
        super(id);
        this.telegram = telegram;
    }

    /** Settings of {@link #OPS}; writes its token into the folder. */
    public static Map<String, String> settings(Path folder, FakeTelegram telegram) throws IOException {
        return new LoopbackTelegram(OPS, telegram).settings(folder);
    }

    /** That of {@link #OPS}, from its next start on. */
    public static void writeToken(Path folder, String token) throws IOException {
        LoopbackInstance.writeToken(folder, token);
    }

    /** The key of one option of {@link #OPS}. */
    public static String option(String name) {
        return key(OPS, name);
    }

    @Override
    String token() {
        return telegram.token();
    }

    @Override
    Map<String, String> options(Path folder) {
        return Map.of("api-url", telegram.apiUrl(), "pacing", "off");
    }

    /** A poll waits: there is no connection but that. */
    @Override
    int connections() {
        return telegram.polls().waiting();
    }

    /** @param conversation the id of the chat, or the whole name of its conversation */
    @Override
    public List<String> taken(String conversation) {
        return telegram.ledger().texts(conversation.replaceFirst("^telegram:(chat|user):", ""));
    }
}
