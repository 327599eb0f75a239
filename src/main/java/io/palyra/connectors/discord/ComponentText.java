package io.palyra.connectors.discord;

import static io.palyra.connectors.platform.message.JsonFields.list;
import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The words of components: text displays wherever they stand, labels of buttons, what a menu offers, what is said of media.
 *
 * @see <a href="https://discord.com/developers/docs/components/reference">Discord: Component Reference</a>
 */
final class ComponentText {

    private static final int BUTTON = 2;
    private static final int MENU = 3;
    private static final int TEXT_DISPLAY = 10;

    /** Discord allows two levels below a container. */
    private static final int LEVELS_MAX = 8;

    private ComponentText() {}

    static List<String> lines(JsonNode components) {
        List<String> lines = new ArrayList<>();
        each(components, component -> lines.add(line(component)));
        return lines;
    }

    /** Visits every component, the outer ones first. */
    static void each(JsonNode components, Consumer<JsonNode> visitor) {
        each(components, visitor, 0);
    }

    private static void each(JsonNode components, Consumer<JsonNode> visitor, int level) {
        for (JsonNode component : components) {
            visitor.accept(component);
            if (level < LEVELS_MAX) {
                each(list(component, "components"), visitor, level + 1);
                if (component.path("accessory").isObject()) {
                    visitor.accept(component.path("accessory"));
                }
            }
        }
    }

    private static String line(JsonNode component) {
        return switch (component.path("type").asInt()) {
            case TEXT_DISPLAY -> text(component, "content");
            case BUTTON -> bracketed("button", EmbedText.linked(label(component), text(component, "url")));
            case MENU -> bracketed("menu", menu(component));
            default -> media(component);
        };
    }

    private static String label(JsonNode button) {
        return (text(button.path("emoji"), "name") + " " + text(button, "label")).strip();
    }

    private static String menu(JsonNode menu) {
        List<String> options = new ArrayList<>();
        for (JsonNode option : list(menu, "options")) {
            options.add(text(option, "label"));
        }
        return (text(menu, "placeholder") + " " + String.join(", ", options)).strip();
    }

    /** A gallery, a thumbnail: the words that stand in for the picture. */
    private static String media(JsonNode component) {
        List<String> descriptions = new ArrayList<>();
        descriptions.add(text(component, "description"));
        list(component, "items").forEach(item -> descriptions.add(text(item, "description")));
        descriptions.removeIf(Texts::isBlank);
        return String.join("\n", descriptions);
    }

    private static String bracketed(String what, String words) {
        return Texts.isBlank(words) ? "" : "[" + what + ": " + words + "]";
    }
}
