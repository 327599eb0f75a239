package io.palyra.connectors.platform.markdown;

/** Who is told the prose of a block, in its order. Styles are a set of {@link TextStyle}. */
public interface InlineSink {

    /** Without line ends. */
    void text(String text, int styles);

    /** On one line, and may be blank. */
    void code(String code, int styles);

    /**
     * @param words on one line and without marks; empty where there is nothing but the address
     * @return whether it became a link; otherwise words and address are told as text
     */
    boolean link(String address, String words, int styles);

    /** @param styles that go on in the next line */
    void newLine(int styles);
}
