package io.palyra.connectors.protocol;

/** How a platform reads the text of a message. */
public enum TextFormat implements WireEnum {
    /** As it stands. */
    PLAIN,
    /** As Markdown, in the platform's own dialect. */
    MARKDOWN
}
