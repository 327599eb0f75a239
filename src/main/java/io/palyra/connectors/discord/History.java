package io.palyra.connectors.discord;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** Reads a channel's history, page by page. Thread safe; blocks. */
final class History {

    /** Discord gives no more at once. */
    static final int PAGE_MAX = 100;

    private final Rest rest;

    History(Rest rest) {
        this.rest = rest;
    }

    /** The messages right behind a position, the oldest first; fewer than {@link #PAGE_MAX} where there are no more. */
    List<DataObject> after(String channelId, String messageId) throws RestException {
        List<DataObject> page = page(channelId, "after", messageId, PAGE_MAX);
        Collections.reverse(page);
        return page;
    }

    /** @param place {@code before}, {@code after} or {@code around}; the newest first */
    List<DataObject> page(String channelId, String place, String messageId, int limit) throws RestException {
        return sorted(rest.array(
                RestCall.of(Routes.LIST_MESSAGES, channelId).query("limit", String.valueOf(limit), place, messageId)));
    }

    List<DataObject> newest(String channelId, int limit) throws RestException {
        return sorted(rest.array(RestCall.of(Routes.LIST_MESSAGES, channelId).query("limit", String.valueOf(limit))));
    }

    /** Discord sorts by itself, but does not promise it. */
    private static List<DataObject> sorted(DataArray array) {
        List<DataObject> messages = new ArrayList<>();
        for (int i = 0; i < array.length(); i++) {
            messages.add(array.getObject(i));
        }
        messages.sort(Comparator.comparing((DataObject message) -> message.getString("id"), Snowflake::compare)
                .reversed());
        return messages;
    }
}
