package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.platform.inbound.MessageReader;
import io.palyra.connectors.platform.inbound.Reading;
import io.palyra.connectors.platform.message.AttachmentReader;
import io.palyra.connectors.platform.message.Envelopes;
import io.palyra.connectors.platform.message.InboundTexts;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.ThreadId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes events of messages.
 *
 * @see <a href="https://docs.slack.dev/reference/events/message">Slack: message event</a>
 */
final class InboundMapper implements MessageReader<SlackMessage> {

    static final AttachmentReader.Fields FILE = new AttachmentReader.Fields(
            "id", "url_private_download", "name", "mimetype", "size", "original_w", "original_h");

    static final String ORIGIN = "slack";

    private static final Pattern BROADCAST = Pattern.compile("<!(?:here|channel|everyone)(?:\\|[^<>]*)?>");

    private final ConnectorId connectorId;
    private final Identity self;
    private final Conversations conversations;
    private final People people;
    private final SharedFiles shared;
    private final ThreadRoots roots;
    private final ReplyInThread replies;
    private final Pattern mention;

    InboundMapper(
            ConnectorId connectorId,
            Identity self,
            Conversations conversations,
            People people,
            SharedFiles shared,
            ThreadRoots roots,
            ReplyInThread replies) {
        this.connectorId = connectorId;
        this.self = self;
        this.conversations = conversations;
        this.people = people;
        this.shared = shared;
        this.roots = roots;
        this.replies = replies;
        this.mention = Pattern.compile("<@" + Pattern.quote(self.userId()) + "(?:\\|[^<>]*)?>");
    }

    @Override
    public String id(SlackMessage message) {
        return message.ts();
    }

    @Override
    public EnvelopeId envelope(SlackMessage message) {
        return Envelopes.envelope(connectorId, self.teamId(), message.channelId(), message.ts());
    }

    @Override
    public void settled(SlackMessage message) {
        message.ack().run();
    }

    @Override
    public Reading read(String feed, SlackMessage message) {
        JsonNode json = message.json();
        roots.learned(message.channelId(), json);
        if (message.isNotice()) {
            return Reading.nothing(LeftOut.Kind.NOTICE);
        } else if (self.wrote(json)) {
            return Reading.nothing(LeftOut.Kind.OWN);
        }
        LeftOut leftOut = new LeftOut();
        List<AttachmentRef> files = files(json, shared, leftOut);
        String body = InboundTexts.orAttachment(SlackText.of(json, leftOut), files, leftOut);
        if (body.isEmpty()) {
            return Reading.nothing(LeftOut.Kind.EMPTY, leftOut);
        }
        return new Reading(Optional.of(event(message, body, files)), facts(message), leftOut);
    }

    static List<AttachmentRef> files(JsonNode json, SharedFiles shared, LeftOut leftOut) {
        AttachmentReader reader = new AttachmentReader(FILE, ORIGIN, leftOut);
        // What is one too many is not asked for: there may be hundreds
        list(json, "files").forEach(file -> reader.file(reader.isFull() ? file : shared.described(file)));
        return reader.files();
    }

    private InboundMessageEvent event(SlackMessage message, String body, List<AttachmentRef> files) {
        JsonNode json = message.json();
        ThreadId thread = message.isReply() ? new ThreadId(message.threadTs()) : null;
        ThreadId own = replies == ReplyInThread.ALWAYS ? new ThreadId(message.ts()) : null;
        String name = people.nameOf(json);
        return InboundMessageEvent.builder(
                        envelope(message),
                        connectorId,
                        new ConversationId(Target.channel(message.channelId())),
                        sender(json),
                        body)
                // The answer begins one, where that is wanted
                .threadId(thread == null ? own : thread)
                .adapterThreadId(thread)
                .adapterMessageId(new MessageId(message.ts()))
                .senderDisplay(name.isEmpty() ? null : name)
                .senderIsBot(isBot(json))
                .receivedAtUnixMs(Ts.unixMs(message.ts()))
                .directMessage(isDirect(message))
                .requestedBroadcast(BROADCAST.matcher(text(json, "text")).find())
                .attachments(files)
                .build();
    }

    /** @throws IllegalArgumentException where nobody has written it */
    static SenderId sender(JsonNode json) {
        String user = text(json, "user");
        String bot = text(json, "bot_id");
        if (user.isEmpty() && bot.isEmpty()) {
            throw new IllegalArgumentException("it has no author");
        }
        return new SenderId(user.isEmpty() ? Target.bot(bot) : Target.user(user));
    }

    private static boolean isBot(JsonNode json) {
        return !text(json, "bot_id").isEmpty() || text(json, "subtype").equals("bot_message");
    }

    /** With one person: history does not say it, but the ids of such conversations begin with a letter of their own. */
    private boolean isDirect(SlackMessage message) {
        Conversation.Kind kind = Conversation.kind(text(message.json(), "channel_type"));
        if (kind != null) {
            return kind == Conversation.Kind.DIRECT;
        }
        return conversations
                .known(message.channelId())
                .map(Conversation::isDirect)
                .orElse(message.channelId().startsWith("D"));
    }

    /** What Slack itself takes for a mention: what somebody writes as one in code is escaped. */
    private InboundFacts facts(SlackMessage message) {
        JsonNode json = message.json();
        boolean answers = message.isReply()
                && (self.userId().equals(text(json, "parent_user_id")) || self.wrote(json.path("root")));
        return new InboundFacts(mention.matcher(text(json, "text")).find(), answers);
    }
}
