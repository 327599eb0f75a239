package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Objects;

/** A file that came with a message. */
public record Upload(String fileName, String contentType, byte[] content) {

    ObjectNode json(String id, String url) {
        return Json.object()
                .put("id", id)
                .put("filename", fileName)
                .put("content_type", contentType)
                .put("size", content.length)
                .put("url", url)
                .put("proxy_url", url);
    }

    /** Two uploads are equal by what they hold. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Upload that
                && fileName.equals(that.fileName)
                && contentType.equals(that.contentType)
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fileName, contentType, Arrays.hashCode(content));
    }
}
