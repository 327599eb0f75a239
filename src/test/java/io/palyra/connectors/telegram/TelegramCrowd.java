package io.palyra.connectors.telegram;

import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.Posted;
import io.palyra.connectors.fake.telegram.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** People who write numbered messages, each to a place by chance. Thread safe. */
final class TelegramCrowd {

    /** A chat, or a topic of one; a group that has become a supergroup stays the place that it was. */
    static final class Place {

        private final String name;
        private final long topic;
        private final List<Chat> chats = new ArrayList<>();
        private final List<String> said = new ArrayList<>();

        /** @param topic 0 outside of topics */
        Place(String name, Chat chat, long topic) {
            this.name = name;
            this.topic = topic;
            chats.add(chat);
        }

        private Chat chat() {
            return chats.get(chats.size() - 1);
        }

        private boolean has(Posted posted) {
            return chats.stream().anyMatch(chat -> chat.id() == posted.chatId())
                    && posted.topic().equals(topic == 0 ? Optional.empty() : Optional.of(topic));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final FakeTelegram telegram;
    private final List<Place> places;
    private final Random random;
    private final Map<String, String> textOf = new HashMap<>();
    private int count;

    TelegramCrowd(FakeTelegram telegram, List<Place> places, Random random) {
        this.telegram = telegram;
        this.places = places;
        this.random = random;
    }

    /** Somebody says something somewhere. */
    synchronized void say() {
        say(places.get(random.nextInt(places.size())));
    }

    /** So many at once. */
    synchronized void burst(int messages) {
        for (int i = 0; i < messages; i++) {
            say(places.get(i % places.size()));
        }
    }

    private void say(Place place) {
        String text = "message " + count++;
        Words words = Words.of(text).in(place.topic);
        Message said = place.chat().kind() == Chat.Kind.CHANNEL
                ? telegram.saysAnonymously(place.chat(), words)
                : telegram.says(place.chat(), telegram.person(), words);
        place.said.add(text);
        textOf.put(said.chatId() + ":" + said.id(), text);
    }

    synchronized void upgrade(Place place) {
        place.chats.add(telegram.upgrades(place.chat()));
    }

    synchronized int count() {
        return count;
    }

    /** What the message with that envelope says, which ends with the ids of the chat and of the message. */
    synchronized String textOf(String envelope) {
        String[] parts = envelope.split(":");
        return textOf.get(parts[parts.length - 2] + ":" + parts[parts.length - 1]);
    }

    /** What was said in a place, the oldest first. */
    synchronized List<String> said(Place place) {
        return List.copyOf(place.said);
    }

    /** What the bot has written there, whatever the number of the chat was. */
    synchronized List<String> answered(Place place) {
        return telegram.ledger().accepted().stream()
                .filter(place::has)
                .map(Posted::text)
                .toList();
    }
}
