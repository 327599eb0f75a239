package io.palyra.connectors.discord;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.platform.inbound.Reading;
import io.palyra.connectors.platform.message.Envelopes;
import io.palyra.connectors.platform.message.InboundTexts;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.protocol.ThreadId;
import java.util.List;
import java.util.Optional;
import net.dv8tion.jda.api.entities.MessageType;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message as the gateway and REST give it.
 *
 * @see <a href="https://discord.com/developers/docs/resources/message#message-object">Discord: Message Object</a>
 */
final class InboundMapper {

    private final ConnectorId connectorId;
    private final Self self;

    InboundMapper(ConnectorId connectorId, Self self) {
        this.connectorId = connectorId;
        this.self = self;
    }

    /**
     * Reads a message; parts that make no sense are left out.
     *
     * @param channel what is known of its channel, if anything
     * @throws RuntimeException where it lacks what every message has
     */
    Reading map(DataObject given, Channels.@Nullable Known channel) {
        JsonNode message = MessageTree.of(given);
        if (isNotice(message)) {
            return Reading.nothing(LeftOut.Kind.NOTICE);
        }
        if (self.wrote(message)) {
            return Reading.nothing(LeftOut.Kind.OWN);
        }
        LeftOut leftOut = new LeftOut();
        List<AttachmentRef> files = MessageFiles.of(message, leftOut);
        String body = InboundTexts.orAttachment(MessageText.of(message, leftOut), files, leftOut);
        if (body.isEmpty()) {
            return Reading.nothing(LeftOut.Kind.EMPTY, leftOut);
        }
        return new Reading(
                Optional.of(event(message, body, files, channel)),
                self.facts(message).within(parent(channel)),
                leftOut);
    }

    private static @Nullable ConversationId parent(Channels.@Nullable Known channel) {
        return channel == null || channel.parentId() == null
                ? null
                : new ConversationId(Target.channel(channel.parentId()));
    }

    EnvelopeId envelope(DataObject message) {
        return Envelopes.envelope(connectorId, message.getString("id"));
    }

    private InboundMessageEvent event(
            JsonNode message, String body, List<AttachmentRef> files, Channels.@Nullable Known channel) {
        String id = text(message, "id");
        String channelId = text(message, "channel_id");
        boolean isThread = channel != null && channel.isThread();
        return InboundMessageEvent.builder(
                        Envelopes.envelope(connectorId, id),
                        connectorId,
                        new ConversationId(Target.channel(channelId)),
                        new SenderId(Target.user(authorId(message))),
                        body)
                .threadId(isThread ? new ThreadId(Target.channel(channelId)) : null)
                .adapterThreadId(isThread ? new ThreadId(channelId) : null)
                .adapterMessageId(new MessageId(id))
                .senderDisplay(display(message))
                .senderIsBot(MessageTree.isBot(message))
                .inReplyTo(repliedTo(message), repliedToText(message))
                .receivedAtUnixMs(Snowflake.unixMs(id))
                .directMessage(isDirect(message, channel))
                .requestedBroadcast(message.path("mention_everyone").asBoolean())
                .attachments(files)
                .build();
    }

    /** Discord does not tell a bot of its direct conversations; a message of a guild always says of which one. */
    private static boolean isDirect(JsonNode message, Channels.@Nullable Known channel) {
        return channel != null
                ? channel.isDirect()
                : text(message, "guild_id").isEmpty()
                        && message.path("channel_type").asInt() != Channels.GROUP_DIRECT;
    }

    /** Types that are not known yet are no notices; the first message of a thread repeats the one that it began from. */
    private static boolean isNotice(JsonNode message) {
        MessageType type = MessageType.fromId(message.path("type").asInt());
        return type.isSystem() || type == MessageType.THREAD_STARTER_MESSAGE;
    }

    /** @throws IllegalArgumentException where it has none */
    static String authorId(JsonNode message) {
        String id = text(message.path("author"), "id");
        if (id.isEmpty()) {
            throw new IllegalArgumentException("it has no author");
        }
        return id;
    }

    static String display(JsonNode message) {
        JsonNode author = message.path("author");
        return InboundTexts.display(
                text(message.path("member"), "nick"), text(author, "global_name"), text(author, "username"));
    }

    /** Forwards, crossposts, pins and threads refer to a message too, but do not answer it. */
    static @Nullable MessageId repliedTo(JsonNode message) {
        JsonNode reference = message.path("message_reference");
        String id = text(reference, "message_id");
        return isReply(message) && reference.path("type").asInt() == 0 && Texts.isLine(id, MessageId.BYTES_MAX)
                ? new MessageId(id)
                : null;
    }

    private static boolean isReply(JsonNode message) {
        return switch (MessageType.fromId(message.path("type").asInt())) {
            case INLINE_REPLY, SLASH_COMMAND, CONTEXT_COMMAND -> true;
            default -> false;
        };
    }

    /** None where the original is deleted, or where Discord does not say. */
    private static @Nullable String repliedToText(JsonNode message) {
        JsonNode original = message.path("referenced_message");
        if (!isReply(message) || !original.isObject()) {
            return null;
        }
        LeftOut ofOriginal = new LeftOut();
        return InboundTexts.orAttachment(
                MessageText.quoted(original), MessageFiles.of(original, ofOriginal), ofOriginal);
    }
}
