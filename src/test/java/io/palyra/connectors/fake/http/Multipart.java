package io.palyra.connectors.fake.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of a request that brings files: the JSON in the part {@code payload_json}, each file in a part of its own.
 */
public record Multipart(String payload, List<Upload> files) {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]*)\"");
    private static final Pattern CONTENT_TYPE = Pattern.compile("(?im)^content-type:\\s*(\\S.*?)\\s*$");

    /** None if the request does not say where its parts end. */
    public static Optional<Multipart> read(RestRequest request) {
        Matcher boundary = BOUNDARY.matcher(request.header("Content-Type").orElse(""));
        if (!boundary.find()) {
            return Optional.empty();
        }
        String payload = "{}";
        List<Upload> files = new ArrayList<>();
        // Latin 1 keeps every byte as one character
        String body = new String(request.content(), StandardCharsets.ISO_8859_1);
        for (String part : body.split(Pattern.quote("--" + boundary.group(1)), -1)) {
            int head = part.indexOf("\r\n\r\n");
            if (head < 0) {
                continue;
            }
            String headers =
                    new String(part.substring(0, head).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            byte[] content = part.substring(head + 4, part.length() - 2).getBytes(StandardCharsets.ISO_8859_1);
            Matcher fileName = FILE_NAME.matcher(headers);
            if (fileName.find()) {
                files.add(new Upload(fileName.group(1), contentType(headers), content));
            } else if (headers.contains("name=\"payload_json\"")) {
                payload = new String(content, StandardCharsets.UTF_8);
            }
        }
        return Optional.of(new Multipart(payload, files));
    }

    private static String contentType(String headers) {
        Matcher type = CONTENT_TYPE.matcher(headers);
        return type.find() ? type.group(1) : "application/octet-stream";
    }
}
