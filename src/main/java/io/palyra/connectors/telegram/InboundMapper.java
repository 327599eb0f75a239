package io.palyra.connectors.telegram;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.platform.inbound.MessageReader;
import io.palyra.connectors.platform.inbound.Reading;
import io.palyra.connectors.platform.message.Envelopes;
import io.palyra.connectors.platform.message.InboundTexts;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InboundMessageEventBuilder;
import io.palyra.connectors.protocol.ThreadId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of messages.
 *
 * @see <a href="https://core.telegram.org/bots/api#message">Telegram: Message</a>
 */
final class InboundMapper implements MessageReader<TelegramMessage> {

    private static final long MS_PER_S = 1_000;

    private final ConnectorId connectorId;
    private final Self self;
    private final Chats chats;
    private final Speech speech;

    InboundMapper(ConnectorId connectorId, Self self, Chats chats) {
        this.connectorId = connectorId;
        this.self = self;
        this.chats = chats;
        this.speech = new Speech(self);
    }

    @Override
    public String id(TelegramMessage message) {
        return message.chatId() + ":" + message.messageId();
    }

    /** With the bot's id: another bot counts the messages of private chats anew. */
    @Override
    public EnvelopeId envelope(TelegramMessage message) {
        return Envelopes.envelope(
                connectorId,
                String.valueOf(self.id()),
                String.valueOf(message.chatId()),
                String.valueOf(message.messageId()));
    }

    @Override
    public Reading read(String feed, TelegramMessage message) {
        JsonNode json = message.json();
        if (message.isAutomaticForward()) {
            return Reading.nothing(LeftOut.Kind.NOTICE);
        } else if (self.is(json.path("from"))) {
            return Reading.nothing(LeftOut.Kind.OWN);
        }
        LeftOut leftOut = new LeftOut();
        String text = ReceivedText.of(json);
        String commanded = ReceivedText.commandedBot(text);
        if (!commanded.isEmpty()) {
            if (!commanded.equalsIgnoreCase(self.userName())) {
                return Reading.nothing(LeftOut.Kind.OTHERS_COMMAND);
            }
            text = ReceivedText.withoutBotName(text);
        }
        List<AttachmentRef> files = ReceivedFiles.of(json, leftOut);
        String body = InboundTexts.body(InboundTexts.orAttachment(text, files, leftOut), leftOut);
        if (body.isBlank()) {
            return Reading.nothing(LeftOut.Kind.EMPTY, leftOut);
        }
        return new Reading(Optional.of(event(message, body, files)), facts(message), leftOut);
    }

    /** Who lists a group by the number that it has now lists its conversation, which has the one that it had. */
    private InboundFacts facts(TelegramMessage message) {
        boolean isRenamed = chats.conversation(message.chatId()) != message.chatId();
        return speech.facts(message).within(isRenamed ? new ConversationId(Target.chat(message.chatId())) : null);
    }

    private InboundMessageEvent event(TelegramMessage message, String body, List<AttachmentRef> files) {
        JsonNode json = message.json();
        ThreadId topic = message.isInTopic() ? new ThreadId(String.valueOf(message.topicId())) : null;
        Author author = Author.of(message);
        InboundMessageEventBuilder event = InboundMessageEvent.builder(
                        envelope(message),
                        connectorId,
                        new ConversationId(Target.chat(chats.conversation(message.chatId()))),
                        author.id(),
                        body)
                .threadId(topic)
                .adapterThreadId(topic)
                .adapterMessageId(chats.messageId(message.chatId(), message.messageId()))
                .senderDisplay(author.display().isEmpty() ? null : author.display())
                .senderIsBot(author.isBot())
                .directMessage(message.isDirect())
                .attachments(files);
        if (json.path("date").asLong() > 0) {
            event.receivedAtUnixMs(json.path("date").asLong() * MS_PER_S);
        }
        JsonNode answered = message.answered();
        if (TelegramMessage.isNumber(answered.path("message_id"))) {
            event.inReplyTo(
                    chats.messageId(
                            message.chatId(), answered.path("message_id").longValue()),
                    quoted(json, answered));
        }
        return event.build();
    }

    /** What somebody has marked to answer, or else the whole message. */
    private static @Nullable String quoted(JsonNode json, JsonNode answered) {
        String marked = text(json.path("quote"), "text");
        LeftOut leftOut = new LeftOut();
        String whole =
                InboundTexts.orAttachment(ReceivedText.of(answered), ReceivedFiles.of(answered, leftOut), leftOut);
        String quoted = InboundTexts.quote(marked.isBlank() ? whole : marked);
        return quoted.isBlank() ? null : quoted;
    }
}
