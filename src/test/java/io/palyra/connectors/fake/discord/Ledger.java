package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.PostLedger;
import io.palyra.connectors.fake.http.Recording;
import java.util.List;

/** What the fake accepted from the bot, and which requests it answered with a message that was there already. */
public final class Ledger extends PostLedger<Posted> {

    private final Recording<String> repeatedNonces = new Recording<>();

    Ledger() {
        super(
                Posted::channelId,
                Posted::content,
                posted -> line(posted.channelId(), posted.id(), posted.nonce().orElse(""), posted.content(), false));
    }

    /** The nonces of the requests that were answered with a message posted before, one for each request. */
    public List<String> repeatedNonces() {
        return repeatedNonces.soFar();
    }

    void repeat(String nonce, Message first) {
        repeatedNonces.add(nonce);
        write(line(first.channelId(), first.id(), nonce, first.content(), true));
    }

    /** @param repeated whether the request was answered with this message although an earlier one had posted it */
    static JsonNode line(String channelId, String id, String nonce, String content, boolean repeated) {
        return Json.object()
                .put("channel", channelId)
                .put("id", id)
                .put("nonce", nonce)
                .put("content", content)
                .put("repeated", repeated);
    }
}
