package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.http.Multipart;
import io.palyra.connectors.fake.http.PathPattern;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.http.Upload;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What answers one method on one kind of path. */
record RestEndpoint(String method, PathPattern pattern, Handler handler) {

    /** Answers a request, or refuses it. */
    @FunctionalInterface
    interface Handler {
        RestAnswer answer(Call call) throws DiscordError;
    }

    /** A request with the segments of its path. */
    record Call(RestRequest request, Map<String, String> segments) {

        String segment(String name) {
            return Objects.requireNonNull(segments.get(name), name);
        }

        /** The JSON of the request, which files may come with. */
        JsonNode json() throws DiscordError {
            return request.isMultipart()
                    ? RestRequest.json(multipart().payload()).orElseThrow(DiscordError::invalidJson)
                    : request.json().orElseThrow(DiscordError::invalidJson);
        }

        List<Upload> files() throws DiscordError {
            return request.isMultipart() ? multipart().files() : List.of();
        }

        private Multipart multipart() throws DiscordError {
            return Multipart.read(request).orElseThrow(DiscordError::invalidJson);
        }
    }

    static RestEndpoint of(String method, String template, Handler handler) {
        return new RestEndpoint(method, new PathPattern(template), handler);
    }

    /** Discord's name for what shares a limit: here the kind of path. */
    String bucket() {
        return Integer.toHexString((method + pattern.template()).hashCode());
    }
}
