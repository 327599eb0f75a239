package io.palyra.connectors.fake.http;

import java.util.Arrays;
import java.util.Objects;

/** A file that came with a message. */
public record Upload(String fileName, String contentType, byte[] content) {

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
