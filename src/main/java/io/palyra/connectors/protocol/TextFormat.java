package io.palyra.connectors.protocol;

/** How a platform reads the text of a message. */
public enum TextFormat implements WireEnum {
    /** As it stands. */
    PLAIN,
    /** Markdown with fenced code blocks, which a cut must not leave open. */
    MARKDOWN
}
