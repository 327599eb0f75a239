package io.palyra.connectors.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * What came back for a request, read to its end: whoever answered, its form says whether it was Discord.
 *
 * @param response its head; its body is read
 * @param body unpacked; empty where it broke off
 * @param whole whether the body came to its end
 */
@SuppressWarnings("ArrayRecordComponent") // Answers are not compared
record RestAnswer(Response response, byte[] body, boolean whole) {

    /** Far more than a page of a hundred messages. */
    private static final int BODY_BYTES_MAX = 32 * 1024 * 1024;

    private static final int NO_CONTENT = 204;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the body; the response is closed afterwards. */
    static RestAnswer read(Response response) {
        try (response) {
            byte[] body = response.body().byteStream().readNBytes(BODY_BYTES_MAX + 1);
            if (body.length > BODY_BYTES_MAX) {
                return new RestAnswer(response, new byte[0], false);
            }
            return new RestAnswer(response, unpacked(response, body), true);
        } catch (IOException e) {
            return new RestAnswer(response, new byte[0], false);
        }
    }

    private static byte[] unpacked(Response response, byte[] body) throws IOException {
        if (!"gzip".equalsIgnoreCase(response.header("Content-Encoding", "")) || body.length == 0) {
            return body;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readNBytes(BODY_BYTES_MAX);
        }
    }

    int status() {
        return response.code();
    }

    boolean isSuccess() {
        return response.isSuccessful();
    }

    /** Discord answers in JSON, or without content; a page is somebody else's. */
    boolean hasDiscordsForm() {
        if (status() == NO_CONTENT) {
            return true;
        }
        for (byte next : body) {
            if (!Character.isWhitespace(next)) {
                return next == '{' || next == '[';
            }
        }
        return false;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Missing where the body is none. */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** In lower case, without parameters; empty where none is stated. */
    String contentType() {
        return response.header("Content-Type", "").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** The same for those who read it, as if it had just come. */
    Response again() {
        return response.newBuilder()
                .removeHeader("Content-Encoding")
                .removeHeader("Content-Length")
                .body(ResponseBody.create(body, response.body().contentType()))
                .build();
    }
}
