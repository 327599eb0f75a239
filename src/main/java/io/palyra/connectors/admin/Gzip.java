package io.palyra.connectors.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Packs what is sent, for clients that take it so. Thread safe. */
final class Gzip {

    /**
     * Bytes of an answer from which on it is worth it. Those that tell a caller a secret, such as {@code whoami}, are far below: a
     * packed length could tell others of it, letter by letter.
     */
    private static final int ANSWER_BYTES_MIN = 8 * 1024;

    private static final Pattern TAKEN = Pattern.compile("\\s*(?:x-)?gzip\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*\\z).*)?");

    private static final class Stream extends GZIPOutputStream {

        Stream(ByteArrayOutputStream packed, int level) throws IOException {
            super(packed);
            def.setLevel(level);
        }
    }

    private Gzip() {}

    /** RFC 9110, 12.5.3; one that may have any coding has not asked for this one. */
    static boolean isTaken(HttpServerRequest request) {
        return request.headers().getAll("Accept-Encoding").stream()
                .flatMap(header -> Arrays.stream(header.toLowerCase(Locale.ROOT).split(",", -1)))
                .anyMatch(coding -> TAKEN.matcher(coding).matches());
    }

    /** What is packed once and sent often. */
    static Buffer pack(byte[] plain) {
        return pack(plain, Deflater.BEST_COMPRESSION);
    }

    /** A long answer, for a caller who takes it packed: quickly, as it is sent once. */
    static Answer pack(Answer answer) {
        return answer.isGood() && answer.body().length() >= ANSWER_BYTES_MIN
                ? answer.with(pack(answer.body().getBytes(), Deflater.BEST_SPEED))
                        .with("Content-Encoding", "gzip")
                        .with("Vary", "Accept-Encoding")
                : answer;
    }

    private static Buffer pack(byte[] plain, int level) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (Stream gzip = new Stream(packed, level)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(packed.toByteArray());
    }
}
