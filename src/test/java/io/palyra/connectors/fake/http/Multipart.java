package io.palyra.connectors.fake.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of a request that brings files, each in a part of its own.
 *
 * @param fields the parts that are no files, by name
 * @param uploads the files, by the names of their parts, in the order in which they came
 */
public record Multipart(Map<String, String> fields, Map<String, Upload> uploads) {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
    private static final Pattern NAME = Pattern.compile("(?<!file)name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]*)\"");
    private static final Pattern CONTENT_TYPE = Pattern.compile("(?im)^content-type:\\s*(\\S.*?)\\s*$");

    public Multipart {
        fields = Map.copyOf(fields);
        uploads = Collections.unmodifiableMap(new LinkedHashMap<>(uploads));
    }

    /** None if the request does not say where its parts end. */
    public static Optional<Multipart> read(RestRequest request) {
        Matcher boundary = BOUNDARY.matcher(request.header("Content-Type").orElse(""));
        if (!boundary.find()) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, Upload> uploads = new LinkedHashMap<>();
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
            String name = group(NAME, headers).orElse("");
            Optional<String> fileName = group(FILE_NAME, headers);
            if (fileName.isPresent()) {
                uploads.put(name, new Upload(fileName.get(), contentType(headers), content));
            } else {
                fields.put(name, new String(content, StandardCharsets.UTF_8));
            }
        }
        return Optional.of(new Multipart(fields, uploads));
    }

    /** The JSON that some platforms want beside the files. */
    public String payload() {
        return fields.getOrDefault("payload_json", "{}");
    }

    public List<Upload> files() {
        return List.copyOf(uploads.values());
    }

    private static String contentType(String headers) {
        return group(CONTENT_TYPE, headers).orElse("application/octet-stream");
    }

    private static Optional<String> group(Pattern pattern, String headers) {
        Matcher found = pattern.matcher(headers);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
