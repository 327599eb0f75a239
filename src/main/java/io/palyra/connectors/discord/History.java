package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.message.JsonFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.api.utils.data.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a channel's history, page by page. Thread safe; blocks. */
final class History {

    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    /** Discord gives no more at once. */
    static final int PAGE_MAX = 100;

    private final Rest rest;

    History(Rest rest) {
        this.rest = rest;
    }

    /** The messages right behind a position, the oldest first; fewer than {@link #PAGE_MAX} where there are no more. */
    List<DataObject> after(String channelId, String messageId) throws RequestException {
        List<DataObject> page = new ArrayList<>();
        String position = messageId;
        while (true) {
            DataArray given = raw(channelId, "after", position, PAGE_MAX);
            List<DataObject> readable = sorted(given);
            Collections.reverse(readable);
            page.addAll(readable);
            // One that is not readable does not end the history before its time
            if (readable.isEmpty() || given.length() < PAGE_MAX || page.size() >= PAGE_MAX) {
                return page.subList(0, Math.min(page.size(), PAGE_MAX));
            }
            position = readable.get(readable.size() - 1).getString("id");
        }
    }

    /**
     * As {@link #after}, for those to whom a message that is not there means something: nothing is left out.
     *
     * @throws RequestException also where something in the answer is no message
     */
    List<DataObject> allAfter(String channelId, String messageId) throws RequestException {
        DataArray given = raw(channelId, "after", messageId, PAGE_MAX);
        List<DataObject> page = sorted(given);
        if (page.size() < given.length()) {
            throw new RequestException(new RequestFailure.Foreign("something in the history is no message"));
        }
        Collections.reverse(page);
        return page;
    }

    /** @param place {@code before}, {@code after} or {@code around}; the newest first */
    List<DataObject> page(String channelId, String place, String messageId, int limit) throws RequestException {
        return sorted(raw(channelId, place, messageId, limit));
    }

    private DataArray raw(String channelId, String place, String messageId, int limit) throws RequestException {
        return rest.array(
                RestCall.of(Requests.LIST_MESSAGES, channelId).query("limit", String.valueOf(limit), place, messageId));
    }

    List<DataObject> newest(String channelId, int limit) throws RequestException {
        return sorted(rest.array(RestCall.of(Requests.LIST_MESSAGES, channelId).query("limit", String.valueOf(limit))));
    }

    /** Discord sorts by itself, but does not promise it. What has no id has no place, and is left out. */
    private static List<DataObject> sorted(DataArray array) {
        List<DataObject> messages = new ArrayList<>();
        for (int i = 0; i < array.length(); i++) {
            DataObject message = array.isType(i, DataType.OBJECT) ? array.getObject(i) : DataObject.empty();
            if (Snowflake.isOne(JsonFields.text(MessageTree.of(message), "id"))) {
                messages.add(message);
            } else {
                LOG.error("a history has something in it that is no message; it is left out");
            }
        }
        messages.sort(Comparator.comparing((DataObject message) -> message.getString("id"), Snowflake::compare)
                .reversed());
        return messages;
    }
}
