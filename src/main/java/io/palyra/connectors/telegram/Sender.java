package io.palyra.connectors.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.http.Deadline;
import io.palyra.connectors.platform.http.Outcomes;
import io.palyra.connectors.platform.http.RefusalMeaning;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.message.AutoReaction;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one message, once: another request is made only where Telegram has refused the one before, and so has done nothing.
 * Telegram recognises no second send and shows bots no history, so that what it may have done stays unknown. Thread safe; blocks
 * at most for the message's timeout.
 */
final class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final BotApi api;
    private final Chats chats;
    private final Self self;
    private final Pacing pacing;
    private final Turnstile turnstile;
    private final Posts posts;
    private final Reactions reactions;
    private final Clock clock;

    /** @param clock the machine's, for what operators read */
    Sender(
            BotApi api,
            Chats chats,
            Self self,
            Pacing pacing,
            Turnstile turnstile,
            TelegramOptions options,
            Clock clock) {
        this.api = api;
        this.chats = chats;
        this.self = self;
        this.pacing = pacing;
        this.turnstile = turnstile;
        this.posts = new Posts(chats, options.uploadBytesMax(), options.markup());
        this.reactions = new Reactions(api);
        this.clock = clock;
    }

    DeliveryOutcome send(OutboundMessageRequest request) {
        Deadline deadline = Deadline.in(Duration.ofMillis(request.timeoutMs()));
        Post post;
        try {
            post = posts.of(request);
        } catch (InvalidEnvelopeException e) {
            return new DeliveryOutcome.PermanentFailure(String.valueOf(e.getMessage()), Fault.MESSAGE, null);
        }
        return send(request, post, deadline);
    }

    private DeliveryOutcome send(OutboundMessageRequest request, Post post, Deadline deadline) {
        Instant began = clock.instant();
        try {
            JsonNode result = call(post, deadline);
            JsonNode message = post.isAlbum() ? result.path(0) : result;
            JsonNode messageId = message.path("message_id");
            if (!messageId.isIntegralNumber() || !messageId.canConvertToLong()) {
                return unknown(post, began, "the answer has no message");
            }
            return delivered(request, post, message, messageId.longValue(), deadline);
        } catch (RequestException e) {
            Optional<Post> other = otherwise(post, e.failure());
            if (other.isPresent()) {
                LOG.info("{} goes in another way: {}", request.envelopeId(), e.getMessage());
                return send(request, other.get(), deadline);
            }
            return e.failure().isPerhapsDone()
                    ? unknown(post, began, e.failure().reason())
                    : Outcomes.of(e.failure());
        }
    }

    private JsonNode call(Post post, Deadline deadline) throws RequestException {
        turnstile.enter(post.messages(), deadline);
        pacing.goes(post.chat().chat(), post.messages());
        try {
            return api.call(post.ask(), post.body(), deadline.left());
        } finally {
            pacing.gone(post.chat().chat(), post.messages());
            turnstile.left(post.messages());
        }
    }

    /** What Telegram may take in place of what it has refused. Each of it at most once: the next refusal is another. */
    private Optional<Post> otherwise(Post post, RequestFailure failure) {
        if (!(failure instanceof RequestFailure.Refused refused)) {
            return Optional.empty();
        }
        Target now = chats.actual(post.chat());
        if (TelegramCode.UPGRADED.is(refused) && !now.equals(post.chat())) {
            return Optional.of(post.movedTo(now));
        } else if (TelegramCode.isNoPhoto(refused) && post.isOfNewPhotos()) {
            return Optional.of(post.asDocuments());
        }
        return refused.meaning() == RefusalMeaning.REPLY && post.answers() != null
                ? Optional.of(post.withoutReply())
                : Optional.empty();
    }

    /** Says what an operator may look for; nobody else can. */
    private DeliveryOutcome unknown(Post post, Instant began, String reason) {
        return new DeliveryOutcome.Unknown(
                reason + "; look in the chat " + post.chat().chat()
                        + (post.topicId() == null ? "" : ", topic " + post.topicId())
                        + " for " + post.describe() + " of @" + self.userName() + " from "
                        + began.truncatedTo(ChronoUnit.SECONDS)
                        + " (UTC) or soon after: Telegram shows bots no history, and would show a second send as well");
    }

    private DeliveryOutcome delivered(
            OutboundMessageRequest request, Post post, JsonNode message, long messageId, Deadline deadline) {
        if (messageId == Chats.NO_MESSAGE) {
            LOG.info(
                    "Telegram sends {} by itself later and has told no id of it: it cannot be edited, deleted or answered",
                    request.envelopeId());
        } else {
            AutoReaction.of(request, emoji -> reactions.set(post.chat(), messageId, emoji, deadline.left()));
        }
        long chatId = message.path("chat").path("id").asLong(post.chat().chatId());
        return new DeliveryOutcome.Delivered(chats.messageId(chatId, messageId));
    }
}
