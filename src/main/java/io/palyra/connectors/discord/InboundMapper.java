package io.palyra.connectors.discord;

import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.ThreadId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.dv8tion.jda.api.entities.MessageType;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message as the gateway and REST give it.
 *
 * @see <a href="https://discord.com/developers/docs/resources/message#message-object">Discord: Message Object</a>
 */
final class InboundMapper {

    private static final String ONLY_ATTACHMENTS = "[attachment]";

    private final ConnectorId connectorId;
    private final String selfId;

    InboundMapper(ConnectorId connectorId, String selfId) {
        this.connectorId = connectorId;
        this.selfId = selfId;
    }

    /**
     * The envelope of a message; empty where nobody wrote it for us: our own, Discord's notices, those without content.
     *
     * @param channel what is known of its channel, if anything
     * @throws RuntimeException where it is no message
     */
    Optional<InboundMessageEvent> map(DataObject message, Channels.@Nullable Known channel) {
        DataObject author = message.getObject("author");
        // Types that are not known yet are no notices
        boolean notice = MessageType.fromId(message.getInt("type", 0)).isSystem();
        String content = message.getString("content", "");
        List<AttachmentRef> attachments = attachments(message);
        if (notice || author.getString("id").equals(selfId) || (isBlank(content) && attachments.isEmpty())) {
            return Optional.empty();
        }
        String id = message.getString("id");
        String channelId = message.getString("channel_id");
        boolean isThread = channel != null && channel.isThread();
        boolean isDirect = channel == null ? message.isNull("guild_id") : channel.isDirect();
        return Optional.of(InboundMessageEvent.builder(
                        Digests.envelope(connectorId, id),
                        connectorId,
                        new ConversationId(Target.channel(channelId)),
                        new SenderId(Target.user(author.getString("id"))),
                        isBlank(content) ? ONLY_ATTACHMENTS : content)
                .threadId(isThread ? new ThreadId(Target.channel(channelId)) : null)
                .adapterThreadId(isThread ? new ThreadId(channelId) : null)
                .adapterMessageId(new MessageId(id))
                .senderDisplay(display(message, author))
                .receivedAtUnixMs(Snowflake.unixMs(id))
                .directMessage(isDirect)
                .requestedBroadcast(message.getBoolean("mention_everyone", false))
                .attachments(attachments)
                .build());
    }

    static String display(DataObject message, DataObject author) {
        String nickname = message.optObject("member")
                .map(member -> member.getString("nick", ""))
                .orElse("");
        if (!nickname.isBlank()) {
            return nickname;
        }
        String global = author.getString("global_name", "");
        return global.isBlank() ? author.getString("username", "") : global;
    }

    static List<AttachmentRef> attachments(DataObject message) {
        List<AttachmentRef> attachments = new ArrayList<>();
        DataArray given = message.optArray("attachments").orElseGet(DataArray::empty);
        for (int i = 0; i < given.length() && i < AttachmentRef.PER_MESSAGE_MAX; i++) {
            attachments.add(attachment(given.getObject(i)));
        }
        return attachments;
    }

    private static AttachmentRef attachment(DataObject given) {
        String type = given.getString("content_type", "").toLowerCase(Locale.ROOT);
        boolean image = type.startsWith("image/") && !type.startsWith("image/svg");
        return new AttachmentRef(
                image ? AttachmentKind.IMAGE : AttachmentKind.FILE,
                within(given.getString("id", null), AttachmentRef.ID_BYTES_MAX),
                within(given.getString("url", null), AttachmentRef.URL_BYTES_MAX),
                null,
                within(given.getString("filename", null), AttachmentRef.FILENAME_BYTES_MAX),
                within(given.getString("content_type", null), AttachmentRef.CONTENT_TYPE_BYTES_MAX),
                given.isNull("size") ? null : given.getLong("size"),
                null,
                "discord",
                null,
                false,
                null,
                given.isNull("width") ? null : given.getInt("width"),
                given.isNull("height") ? null : given.getInt("height"));
    }

    /** What does not fit is left out: a message is not lost for the description of its attachment. */
    private static @Nullable String within(@Nullable String text, int bytesMax) {
        return text == null || text.isBlank() || text.getBytes(StandardCharsets.UTF_8).length > bytesMax ? null : text;
    }

    /** No-break spaces count as space, as everywhere in the protocol. */
    private static boolean isBlank(String text) {
        return text.chars().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
    }
}
