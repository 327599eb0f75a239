package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.users.UsersInfoRequest;
import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.message.InboundTexts;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of those who write. Slack tells them on request: each is asked for once an hour. A name that cannot be had for the moment is
 * left out, the message is not. Thread safe; blocks for a moment at most.
 */
final class People {

    private static final Logger LOG = LoggerFactory.getLogger(People.class);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration FAILURE_KEPT = Duration.ofMinutes(1);

    /** Slack sends a message again that waits for three seconds. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private static final int KNOWN_MAX = 20_000;

    private record Known(String name, long untilNanos) {}

    private final WebApi api;
    private final Identity self;
    private final LongSupplier nanos;
    private final Map<String, Known> known = Collections.synchronizedMap(new RecentMap<>(KNOWN_MAX));
    private final Map<String, FutureTask<String>> asked = new ConcurrentHashMap<>();

    /** @param nanos monotonic, as {@link System#nanoTime()} */
    People(WebApi api, Identity self, LongSupplier nanos) {
        this.api = api;
        this.self = self;
        this.nanos = nanos;
    }

    /** The name of whoever wrote the message; empty where it is not known. */
    String nameOf(JsonNode message) {
        String inMessage = InboundTexts.display(
                profileName(message.path("user_profile")),
                text(message.path("bot_profile"), "name"),
                text(message, "username"));
        String userId = text(message, "user");
        return inMessage.isEmpty() && !userId.isEmpty() ? nameOf(userId) : inMessage;
    }

    private static String profileName(JsonNode profile) {
        return InboundTexts.display(text(profile, "display_name"), text(profile, "real_name"), text(profile, "name"));
    }

    private String nameOf(String userId) {
        Known there = known.get(userId);
        if (there != null && there.untilNanos() - nanos.getAsLong() > 0) {
            return there.name();
        } else if (self.lacks(Scope.USERS_READ)) {
            return "";
        }
        FutureTask<String> mine = new FutureTask<>(() -> ask(userId));
        FutureTask<String> first = asked.putIfAbsent(userId, mine);
        if (first == null) {
            mine.run();
            asked.remove(userId);
        }
        return name(first == null ? mine : first);
    }

    private static String name(FutureTask<String> answer) {
        try {
            return answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } catch (ExecutionException | TimeoutException e) {
            return "";
        }
    }

    private String ask(String userId) {
        String name = "";
        Duration kept = KEPT;
        try {
            JsonNode user = api.call(
                            "users.info",
                            RequestFormBuilder.toForm(
                                    UsersInfoRequest.builder().user(userId).build()),
                            DEADLINE)
                    .json()
                    .path("user");
            JsonNode profile = user.path("profile");
            name = InboundTexts.display(text(profile, "display_name"), text(profile, "real_name"), text(user, "name"));
        } catch (RequestException e) {
            LOG.debug("the name of {} is not known: {}", userId, e.getMessage());
            kept = FAILURE_KEPT;
        }
        known.put(userId, new Known(name, nanos.getAsLong() + kept.toNanos()));
        return name;
    }
}
