package io.palyra.connectors.telegram;

import static io.palyra.connectors.platform.message.JsonFields.isThere;
import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.message.InboundTexts;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What people have written, as plain text: the text of a message, the words beside its files, or what else it shows. Never throws.
 *
 * @see <a href="https://core.telegram.org/bots/api#messageentity">Telegram: MessageEntity</a>
 */
final class ReceivedText {

    private static final Pattern COMMAND =
            Pattern.compile("^(/[A-Za-z0-9_]{1,64})@([A-Za-z0-9_]{3,64})(?![A-Za-z0-9_@])");

    private ReceivedText() {}

    /** Empty where there are no words. */
    static String of(JsonNode message) {
        return message.hasNonNull("text")
                ? linked(text(message, "text"), list(message, "entities"))
                : message.hasNonNull("caption")
                        ? linked(text(message, "caption"), list(message, "caption_entities"))
                        : other(message);
    }

    /** The name of the bot that a command is for; empty where the text names none at its beginning. */
    static String commandedBot(String text) {
        Matcher command = COMMAND.matcher(text);
        return command.find() ? command.group(2) : "";
    }

    /** A command without the name of the bot that it is for. */
    static String withoutBotName(String text) {
        return COMMAND.matcher(text).replaceFirst("$1");
    }

    /** The address of a link stands behind its words. Offsets count in UTF-16. */
    private static String linked(String text, JsonNode entities) {
        List<JsonNode> links = StreamSupport.stream(entities.spliterator(), false)
                .filter(entity -> text(entity, "type").equals("text_link"))
                .sorted(Comparator.comparingInt(entity -> entity.path("offset").asInt()))
                .toList();
        StringBuilder read = new StringBuilder();
        int at = 0;
        for (JsonNode link : links) {
            int start = link.path("offset").asInt(-1);
            int length = link.path("length").asInt(-1);
            if (start >= at && length > 0 && start <= text.length() - length) {
                int end = start + length;
                read.append(text, at, start).append(InboundTexts.linked(text.substring(start, end), text(link, "url")));
                at = end;
            }
        }
        return read.append(text, at, text.length()).toString();
    }

    /** What people see of a message that has no words. */
    private static String other(JsonNode message) {
        if (isThere(message.path("sticker"))) {
            return text(message.path("sticker"), "emoji");
        } else if (isThere(message.path("dice"))) {
            return text(message.path("dice"), "emoji") + " " + text(message.path("dice"), "value");
        } else if (isThere(message.path("venue"))) {
            JsonNode venue = message.path("venue");
            return text(venue, "title") + ", " + text(venue, "address") + " (" + place(venue.path("location")) + ")";
        } else if (isThere(message.path("location"))) {
            return "[location] " + place(message.path("location"));
        } else if (isThere(message.path("contact"))) {
            JsonNode contact = message.path("contact");
            return "[contact] "
                    + String.join(
                                    " ",
                                    text(contact, "first_name"),
                                    text(contact, "last_name"),
                                    text(contact, "phone_number"))
                            .replaceAll(" +", " ");
        } else if (isThere(message.path("poll"))) {
            StringBuilder poll = new StringBuilder("[poll] ").append(text(message.path("poll"), "question"));
            list(message.path("poll"), "options")
                    .forEach(option -> poll.append("\n- ").append(text(option, "text")));
            return poll.toString();
        }
        return "";
    }

    private static String place(JsonNode location) {
        return text(location, "latitude") + ", " + text(location, "longitude");
    }
}
