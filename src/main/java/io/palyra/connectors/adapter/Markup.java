package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.List;
import org.apiguardian.api.API;

/**
 * How the clients of a platform read a text, as far as it matters to whoever writes one and cuts a long one in several
 * messages. Each platform has a rule of its own. Stateless, thread safe, and linear in the length of the text.
 */
@API(status = API.Status.STABLE)
public interface Markup {

    /** Text as it stands. */
    Markup PLAIN = new Markup() {
        @Override
        public List<CodeBlock> codeBlocks(String text) {
            return List.of();
        }

        @Override
        public List<Span> units(String text) {
            return List.of();
        }
    };

    /**
     * What a message says, as the platform takes it. Asked once for each message, when it is accepted, before it is split;
     * the other methods are asked about the answer. A message that was accepted is stored, tried again and replayed as it
     * was rendered.
     *
     * @param text as it was given; not blank
     * @return not blank; may be longer than a message's text may be, as long as it can be split
     */
    default String render(String text) {
        return text;
    }

    /**
     * How many characters of a message its attachments will take beside its text, as near as can be told before it is sent. Its
     * first part is so much shorter, down to half of what a text may have.
     *
     * @param message with attachments; its text is of no account
     */
    default int charsBeside(OutboundMessageRequest message) {
        return 0;
    }

    /**
     * Attachments that become messages of their own behind the text, as the platform takes no text with them, or not all of them in
     * one message. What each says for operators is the names of its files; the platform gets the files alone. Asked once for each
     * message, when it is accepted, and again for each part that is stored anew.
     *
     * @param message with attachments; its text is of no account
     * @param rendered its whole text, before it is split
     * @return groups of its attachments, none of them empty; those in no group go with the first part of the text
     */
    default List<List<AttachmentRef>> behind(OutboundMessageRequest message, String rendered) {
        return List.of();
    }

    /** The code blocks, in order. A text that is cut within one is closed there, and goes on in a block of its own. */
    List<CodeBlock> codeBlocks(String text);

    /** What loses its meaning in two pieces, such as links; in any order, and they may overlap. None ends within code. */
    List<Span> units(String text);

    /** From {@code start} up to, not including, {@code end}. */
    record Span(int start, int end) {}

    /**
     * A code block with its marks. One that is never closed ends with the text: {@code codeEnd} and {@code end} are its
     * length then.
     *
     * @param start of the opening mark
     * @param codeStart behind the opening mark
     * @param codeEnd of the code, where the closing mark begins
     * @param end behind the closing mark
     * @param opening opens the block again at the beginning of another message; ends with a line end
     * @param closing closes it on a line of its own
     */
    record CodeBlock(int start, int codeStart, int codeEnd, int end, String opening, String closing) {

        /** The same block with an opening that says nothing of the language. */
        public CodeBlock anonymous() {
            return new CodeBlock(start, codeStart, codeEnd, end, closing + "\n", closing);
        }
    }
}
