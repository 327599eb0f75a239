package io.palyra.connectors.platform.message;

/**
 * A file that goes to the platform with a message.
 *
 * @param filename letters, digits, dots, hyphens and underscores
 * @param contentType in lower case, without parameters
 * @param content not copied: not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Files are not compared
public record Upload(String filename, String contentType, byte[] content) {

    /** Without the content. */
    @Override
    public String toString() {
        return filename + " (" + contentType + ", " + content.length + " bytes)";
    }
}
