package io.palyra.connectors.fake.slack;

import io.palyra.connectors.fake.http.Play;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Slack to play with: one channel, one thread in it ({@code /thread}), one direct conversation ({@code /dm}). */
public final class PlaySlack extends Play<PlaySlack.Place> {

    /**
     * Where something is said.
     *
     * @param parent of the thread; null outside of threads
     */
    public record Place(Channel channel, @Nullable Message parent) {

        boolean isPlaceOf(Posted posted) {
            return posted.channelId().equals(channel.id())
                    && posted.threadTs().equals(Optional.ofNullable(parent).map(Message::ts));
        }
    }

    private final FakeSlack slack;

    public PlaySlack(FakeSlack slack, PrintStream out) {
        super("slack", places(slack), new Place(slack.channel(), null), out);
        this.slack = slack;
        slack.ledger().onAccepted(posted -> print(place -> place.isPlaceOf(posted), posted.text(), posted.files()));
    }

    private static Map<String, Place> places(FakeSlack slack) {
        Message parent = slack.says(slack.channel(), slack.user(), "thread");
        return Map.of(
                "/dm ", new Place(slack.direct(slack.user()), null),
                "/thread ", new Place(slack.channel(), parent));
    }

    @Override
    protected Map<String, String> options(Path folder) throws IOException {
        return Map.of(
                "token", secret(folder, "token", slack.token()),
                "app-token", secret(folder, "app-token", slack.appToken()),
                "api-url", slack.apiUrl());
    }

    @Override
    protected String id(Place place) {
        return place.channel().id();
    }

    @Override
    protected void say(Place place, String text) {
        Words words = Words.of(text);
        slack.says(place.channel(), slack.user(), place.parent() == null ? words : words.below(place.parent()));
    }

    @Override
    protected boolean isConnected() {
        return slack.socket().connected() > 0;
    }

    @Override
    protected int posted() {
        return slack.ledger().accepted().size();
    }

    @Override
    protected void closePlatform() throws Exception {
        slack.close();
    }
}
