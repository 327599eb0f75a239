package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.PathPattern;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what answers a request: tokens, limits, methods. Nearly every refusal has the status 200. */
final class SlackApi {

    private final App app;
    private final Files files;
    private final Tiers tiers;
    private final Map<String, Call.Handler> methods;
    private final Map<String, Call.Handler> appMethods;

    SlackApi(
            App app,
            Files files,
            Tiers tiers,
            Map<String, Call.Handler> methods,
            Map<String, Call.Handler> appMethods) {
        this.app = app;
        this.files = files;
        this.tiers = tiers;
        this.methods = methods;
        this.appMethods = appMethods;
    }

    RestAnswer serve(RestRequest request) {
        Optional<Map<String, String>> upload = new PathPattern(Files.UPLOAD).match(request.path());
        if (upload.isPresent()) {
            return files.upload(request, upload.get().getOrDefault("id", ""));
        }
        Optional<Map<String, String>> download = new PathPattern(Files.DOWNLOAD).match(request.path());
        if (download.isPresent()) {
            return files.download(request, download.get().getOrDefault("id", ""), app);
        }
        return dress(request, answer(request));
    }

    private RestAnswer answer(RestRequest request) {
        String method = request.path().substring(1);
        try {
            JsonNode arguments = Call.arguments(request);
            Call call = call(method, request, arguments);
            Optional<Duration> wait = tiers.take(method, call);
            if (wait.isPresent()) {
                return SlackFault.limited(wait.get());
            }
            Call.Handler handler = Stream.of(methods, appMethods)
                    .map(known -> known.get(method))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow(() -> new SlackError("unknown_method"));
            ObjectNode answer = Json.object().put("ok", true);
            answer.setAll(handler.answer(call));
            return RestAnswer.ok(answer);
        } catch (SlackError e) {
            return RestAnswer.ok(e.body());
        }
    }

    private Call call(String method, RestRequest request, JsonNode arguments) throws SlackError {
        String token = Call.token(request, arguments);
        if (appMethods.containsKey(method)) {
            app.checkAppToken(token);
            return new Call(request, arguments, null);
        } else if (method.equals("auth.test") && app.isAppToken(token)) {
            return new Call(request, arguments, null);
        }
        return new Call(request, arguments, app.workspace(token));
    }

    /** What Slack's own answers say of the token. */
    RestAnswer dress(RestRequest request, RestAnswer answer) {
        Set<String> scopes = app.scopes(Call.token(request, Json.object()));
        return scopes.isEmpty() ? answer : answer.header("x-oauth-scopes", String.join(",", scopes));
    }
}
