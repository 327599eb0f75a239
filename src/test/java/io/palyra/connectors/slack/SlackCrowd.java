package io.palyra.connectors.slack;

import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Users who write numbered messages, each to a place by chance. Thread safe. */
final class SlackCrowd {

    /** A channel, or a thread of one. */
    record Place(Channel channel, @Nullable Message thread) {}

    private final FakeSlack slack;
    private final List<Place> places;
    private final Random random;
    private final Map<Place, List<String>> said = new HashMap<>();
    private int count;

    SlackCrowd(FakeSlack slack, List<Place> places, Random random) {
        this.slack = slack;
        this.places = places;
        this.random = random;
    }

    void say() {
        say(places.get(random.nextInt(places.size())));
    }

    synchronized void say(Place place) {
        String text = "message " + count++;
        Words words = Words.of(text);
        slack.says(place.channel(), slack.user(), place.thread() == null ? words : words.below(place.thread()));
        said.computeIfAbsent(place, it -> new ArrayList<>()).add(text);
    }

    synchronized int count() {
        return count;
    }

    /** What was said in a place, the oldest first. */
    synchronized List<String> said(Place place) {
        return List.copyOf(said.getOrDefault(place, List.of()));
    }
}
