package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.PostLedger;
import io.palyra.connectors.fake.http.RestRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What the bot writes. */
final class SendCalls {

    static final int TEXT_CHARS_MAX = 4_096;
    static final int CAPTION_CHARS_MAX = 1_024;

    private static final int ALBUM_MAX = 10;
    private static final Set<String> ACTIONS = Set.of(
            "typing",
            "upload_photo",
            "record_video",
            "upload_video",
            "record_voice",
            "upload_voice",
            "upload_document",
            "choose_sticker",
            "find_location");

    private final Access access;
    private final Timeline timeline;
    private final Attached attached;
    private final Limits limits;
    private final PostLedger<Posted> ledger;
    private final AtomicLong albums = new AtomicLong(13_000_000_000_000_000L);

    SendCalls(Access access, Timeline timeline, Attached attached, Limits limits, PostLedger<Posted> ledger) {
        this.access = access;
        this.timeline = timeline;
        this.attached = attached;
        this.limits = limits;
        this.ledger = ledger;
    }

    Map<String, Call.Handler> methods() {
        return Map.of(
                "sendmessage", this::sendMessage,
                "sendphoto", call -> sendFile(call, "photo", "photos"),
                "senddocument", call -> sendFile(call, "document", "documents"),
                "sendmediagroup", this::sendMediaGroup,
                "sendchataction", this::sendChatAction);
    }

    private JsonNode sendMessage(Call call) throws TelegramError {
        FormattedText text = text(call);
        Access.Place place = access.toSend(call, "text messages");
        check(text);
        limits.take(place.chat(), 1);
        return post(call, place, text, List.of(), json -> write(json, "text", text, call))
                .json();
    }

    static FormattedText text(Call call) throws TelegramError {
        if (!call.has("text")) {
            throw TelegramError.badRequest("message text is empty");
        }
        return FormattedText.read(call, "text", "entities");
    }

    static void check(FormattedText text) throws TelegramError {
        if (text.text().isEmpty()) {
            throw TelegramError.badRequest("text must be non-empty");
        }
        if (text.codePoints() > TEXT_CHARS_MAX) {
            throw TelegramError.badRequest("message is too long");
        }
    }

    static FormattedText caption(String raw, String parseMode, JsonNode entities) throws TelegramError {
        FormattedText caption = FormattedText.read(raw, parseMode, entities);
        if (caption.codePoints() > CAPTION_CHARS_MAX) {
            throw TelegramError.badRequest("message caption is too long");
        }
        return caption;
    }

    private JsonNode sendFile(Call call, String kind, String what) throws TelegramError {
        Files.Stored file = attached.file(call, kind, call.text(kind));
        FormattedText caption = caption(call.text("caption"), call.text("parse_mode"), call.json("caption_entities"));
        Access.Place place = access.toSend(call, what);
        limits.take(place.chat(), 1);
        return post(call, place, caption, List.of(Attached.name(file)), json -> {
                    json.set(kind, Files.shown(file));
                    write(json, "caption", caption, call);
                })
                .json();
    }

    private JsonNode sendMediaGroup(Call call) throws TelegramError {
        JsonNode media = call.json("media");
        if (!media.isArray() || media.size() < 2 || media.size() > ALBUM_MAX) {
            throw TelegramError.badRequest(
                    media.size() > ALBUM_MAX
                            ? "too many messages to send as an album"
                            : "there are too few messages to send as an album");
        }
        List<Files.Stored> files = new ArrayList<>();
        List<FormattedText> captions = new ArrayList<>();
        for (JsonNode item : media) {
            String kind = item.path("type").asText();
            files.add(attached.file(call, kind, item.path("media").asText()));
            captions.add(caption(
                    item.path("caption").asText(), item.path("parse_mode").asText(), item.path("caption_entities")));
        }
        if (files.stream().map(Files.Stored::kind).distinct().count() > 1) {
            throw TelegramError.badRequest("document can't be mixed with other media types");
        }
        Access.Place place = access.toSend(call, files.get(0).kind() + "s");
        limits.take(place.chat(), files.size());
        return album(call, place, files, captions);
    }

    private JsonNode album(Call call, Access.Place place, List<Files.Stored> files, List<FormattedText> captions) {
        String group = String.valueOf(albums.incrementAndGet());
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Files.Stored file = files.get(i);
            FormattedText caption = captions.get(i);
            messages.add(timeline.post(place, json -> {
                json.put("media_group_id", group).set(file.kind(), Files.shown(file));
                write(json, "caption", caption, call);
            }));
        }
        FormattedText text = captions.stream()
                .filter(caption -> !caption.text().isEmpty())
                .findFirst()
                .orElse(captions.get(0));
        ledger.accept(posted(
                call, place, messages, text, files.stream().map(Attached::name).toList()));
        return Json.array(messages.stream().map(Message::json).toList());
    }

    private Message post(
            Call call, Access.Place place, FormattedText text, List<String> files, Consumer<ObjectNode> content) {
        Message message = timeline.post(place, content);
        ledger.accept(posted(call, place, List.of(message), text, files));
        return message;
    }

    private static Posted posted(
            Call call, Access.Place place, List<Message> messages, FormattedText text, List<String> files) {
        return new Posted(
                call.method(),
                place.chat().id(),
                messages.stream().map(Message::id).toList(),
                text.text(),
                text.entities(),
                Autolinks.mentions(text),
                Optional.ofNullable(place.replyTo()).map(Message::id),
                Optional.of(place.topic()).filter(topic -> topic > 0),
                files,
                call.arguments());
    }

    /** Text or caption, and the keyboard. */
    static void write(ObjectNode json, String name, FormattedText text, Call call) {
        String entities = name.equals("text") ? "entities" : "caption_entities";
        json.remove(List.of(name, entities, "reply_markup"));
        if (!text.text().isEmpty()) {
            json.put(name, text.text());
            JsonNode shown = text.shownEntities();
            if (!shown.isEmpty()) {
                json.set(entities, shown);
            }
        }
        keyboard(json, call);
    }

    static void keyboard(ObjectNode json, Call call) {
        json.remove("reply_markup");
        JsonNode markup = call.arguments().path("reply_markup");
        if (markup.isTextual()) {
            markup = RestRequest.json(markup.asText()).orElse(Json.object());
        }
        if (markup.path("inline_keyboard").size() > 0) {
            json.set("reply_markup", markup);
        }
    }

    private JsonNode sendChatAction(Call call) throws TelegramError {
        if (!ACTIONS.contains(call.text("action"))) {
            throw TelegramError.badRequest("wrong parameter action in request");
        }
        access.toSend(call, "text messages");
        return Json.object().booleanNode(true);
    }
}
