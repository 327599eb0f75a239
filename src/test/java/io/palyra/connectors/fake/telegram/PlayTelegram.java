package io.palyra.connectors.fake.telegram;

import io.palyra.connectors.fake.http.Play;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** A Telegram to play with: one forum, one topic in it ({@code /thread}), one private chat ({@code /dm}). */
public final class PlayTelegram extends Play<PlayTelegram.Place> {

    /**
     * Where something is said.
     *
     * @param topic 0 outside of topics
     */
    public record Place(Chat chat, long topic) {

        boolean isPlaceOf(Posted posted) {
            return posted.chatId() == chat.id() && posted.topic().orElse(0L) == topic;
        }
    }

    private final FakeTelegram telegram;

    public PlayTelegram(FakeTelegram telegram, PrintStream out) {
        this(telegram, telegram.addForum("Harbour talk"), out);
    }

    private PlayTelegram(FakeTelegram telegram, Chat forum, PrintStream out) {
        super("telegram", places(telegram, forum), new Place(forum, 0), out);
        this.telegram = telegram;
        // What is said in the forum is said to the bot
        telegram.privacy(false);
        telegram.ledger().onAccepted(posted -> print(place -> place.isPlaceOf(posted), posted.text(), posted.files()));
    }

    private static Map<String, Place> places(FakeTelegram telegram, Chat forum) {
        return Map.of(
                "/dm ", new Place(telegram.chat(), 0), "/thread ", new Place(forum, telegram.addTopic(forum, "Tides")));
    }

    @Override
    protected Map<String, String> options(Path folder) throws IOException {
        return Map.of("token", secret(folder, "token", telegram.token()), "api-url", telegram.apiUrl());
    }

    @Override
    protected String id(Place place) {
        return String.valueOf(place.chat().id());
    }

    @Override
    protected void say(Place place, String text) {
        telegram.says(place.chat(), telegram.person(), Words.of(text).in(place.topic()));
    }

    @Override
    protected boolean isConnected() {
        return telegram.polls().waiting() > 0;
    }

    @Override
    protected int posted() {
        return telegram.ledger().accepted().size();
    }

    @Override
    protected void closePlatform() throws Exception {
        telegram.close();
    }
}
