package io.palyra.connectors.platform.http;

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
import org.jspecify.annotations.Nullable;

/**
 * What came back for a request, read to its end: whoever answered, its form says whether it was the platform.
 *
 * @param response its head; its body is read
 * @param body unpacked; empty where it broke off
 * @param whole whether the body came to its end
 */
@SuppressWarnings("ArrayRecordComponent") // Answers are not compared
public record HttpAnswer(Response response, byte[] body, boolean whole) {

    /** Far more than a page of a hundred messages. */
    private static final int BODY_BYTES_MAX = 32 * 1024 * 1024;

    private static final int NO_CONTENT = 204;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the body, at most 32 MiB: a longer one counts as broken off. Blocks; the response is closed afterwards. */
    public static HttpAnswer read(Response response) {
        try (response) {
            byte[] body = response.body().byteStream().readNBytes(BODY_BYTES_MAX + 1);
            if (body.length > BODY_BYTES_MAX) {
                return new HttpAnswer(response, new byte[0], false);
            }
            return new HttpAnswer(response, unpacked(response, body), true);
        } catch (IOException e) {
            return new HttpAnswer(response, new byte[0], false);
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

    public int status() {
        return response.code();
    }

    public boolean isSuccess() {
        return response.isSuccessful();
    }

    /** The last one of that name; null where there is none. */
    public @Nullable String header(String name) {
        return response.header(name);
    }

    /** A page is neither: most likely somebody else's. */
    public boolean isJsonOrNothing() {
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

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Missing where the body is none. */
    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** In lower case, without parameters; empty where none is stated. */
    public String contentType() {
        return response.header("Content-Type", "").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** The same for those who read it, as if it had just come. */
    public Response again() {
        return response.newBuilder()
                .removeHeader("Content-Encoding")
                .removeHeader("Content-Length")
                .body(ResponseBody.create(body, response.body().contentType()))
                .build();
    }

    /** Without the URL, in which platforms have secrets, and without the text, which is people's. */
    @Override
    public String toString() {
        return status() + " " + contentType() + (whole ? "" : ", broken off");
    }
}
