package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import java.util.Map;

/** Finds what answers a request: token, method. */
final class TelegramApi {

    private final Bot bot;
    private final Files files;
    private final Map<String, Call.Handler> methods;

    /** @param methods by their names in lower case */
    TelegramApi(Bot bot, Files files, Map<String, Call.Handler> methods) {
        this.bot = bot;
        this.files = files;
        this.methods = Map.copyOf(methods);
    }

    RestAnswer serve(RestRequest request) {
        if (Files.isDownload(request)) {
            return files.download(request, bot);
        }
        try {
            bot.check(Call.token(request).orElse(""));
            Call call = Call.of(request);
            Call.Handler handler = methods.get(call.method());
            if (handler == null) {
                throw TelegramError.unknownMethod();
            }
            ObjectNode answer = Json.object().put("ok", true);
            answer.set("result", handler.answer(call));
            return RestAnswer.ok(answer);
        } catch (TelegramError e) {
            return e.answer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return RestAnswer.none(RestAnswer.Ending.CLOSED);
        }
    }
}
