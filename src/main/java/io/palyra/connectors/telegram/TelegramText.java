package io.palyra.connectors.telegram;

import java.util.List;

record TelegramText(String text, List<Entity> entities) {
    static TelegramText of(String markdown) {
        return new TelegramText(markdown.strip(), List.of());
    }
}
