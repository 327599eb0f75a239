package io.palyra.connectors.discord;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Users who write numbered messages, each to a place by chance. Thread safe. */
final class Crowd {

    private final FakeDiscord discord;
    private final List<Channel> places;
    private final Random random;
    private final Map<String, List<String>> said = new HashMap<>();
    private int count;

    Crowd(FakeDiscord discord, List<Channel> places, Random random) {
        this.discord = discord;
        this.places = places;
        this.random = random;
    }

    void say() {
        say(places.get(random.nextInt(places.size())));
    }

    synchronized void say(Channel place) {
        String text = "message " + count++;
        discord.userSays(place, discord.user(), text);
        said.computeIfAbsent(place.id(), id -> new ArrayList<>()).add(text);
    }

    synchronized int count() {
        return count;
    }

    /** What was said in a place, the oldest first. */
    synchronized List<String> said(Channel place) {
        return List.copyOf(said.getOrDefault(place.id(), List.of()));
    }
}
