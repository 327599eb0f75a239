package io.palyra.connectors.telegram;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One of the entities of a message, written as Telegram takes it.
 *
 * @param offset in UTF-16 units, as indexes of a Java string are
 * @param length the same
 * @param url of a link only
 * @param language of a block of code only, if it names one
 * @see <a href="https://core.telegram.org/bots/api#messageentity">Telegram: MessageEntity</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Entity(
        EntityType type,
        int offset,
        int length,
        @Nullable String url,
        @Nullable String language) {

    static Entity of(EntityType type, int start, int end) {
        return new Entity(type, start, end - start, null, null);
    }

    static Entity link(int start, int end, String url) {
        return new Entity(EntityType.TEXT_LINK, start, end - start, url, null);
    }

    static Entity pre(int start, int end, @Nullable String language) {
        return new Entity(EntityType.PRE, start, end - start, null, language);
    }

    int end() {
        return offset + length;
    }

    /** The same of another stretch of text. */
    Entity at(int start, int end) {
        return new Entity(type, start, end - start, url, language);
    }
}
