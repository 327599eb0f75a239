package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** The bot as its owner has set it up at the BotFather. Thread safe. */
final class Bot {

    private static final Pattern TOKEN = Pattern.compile("\\d+:[A-Za-z0-9_-]{30,}");

    private final Person person;
    private volatile String token;
    private volatile boolean revoked;
    private volatile boolean privacy = true;

    Bot(String token) {
        this.token = token;
        person = new Person(Long.parseLong(token.split(":", 2)[0]), "Palyra", null, "palyra_loopback_bot", true);
    }

    Person person() {
        return person;
    }

    long id() {
        return person.id();
    }

    /** Without its {@code @}. */
    String username() {
        return String.valueOf(person.username());
    }

    String token() {
        return token;
    }

    /** Another token from now on: the one before is revoked. */
    void token(String nowToken) {
        token = nowToken;
    }

    void revoke(boolean nowRevoked) {
        revoked = nowRevoked;
    }

    /** In groups, hears only what is meant for it. */
    boolean isPrivate() {
        return privacy;
    }

    void privacy(boolean on) {
        privacy = on;
    }

    void check(String given) throws TelegramError {
        if (!TOKEN.matcher(given).matches()) {
            throw TelegramError.notFound();
        }
        if (revoked || !given.equals(token)) {
            throw TelegramError.unauthorized();
        }
    }

    /** As {@code getMe} shows it. */
    ObjectNode json() {
        return person.json()
                .put("can_join_groups", true)
                .put("can_read_all_group_messages", !privacy)
                .put("supports_inline_queries", false)
                .put("can_connect_to_business", false)
                .put("has_main_web_app", false);
    }
}
