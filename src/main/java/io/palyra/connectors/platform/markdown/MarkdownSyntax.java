package io.palyra.connectors.platform.markdown;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/**
 * The Markdown that is understood: CommonMark with tables and strikethrough as GitHub has them. HTML is text. An address is a
 * link also without brackets, so that nothing in it is taken for emphasis.
 */
final class MarkdownSyntax {

    static final Parser WITH_TABLES = parser(List.of(StrikethroughExtension.create(), TablesExtension.create()));
    static final Parser WITHOUT_TABLES = parser(List.of(StrikethroughExtension.create()));

    private MarkdownSyntax() {}

    private static Parser parser(List<Extension> extensions) {
        Set<Class<? extends Block>> blocks = Set.of(
                BlockQuote.class,
                FencedCodeBlock.class,
                Heading.class,
                IndentedCodeBlock.class,
                ListBlock.class,
                ThematicBreak.class);
        return Parser.builder()
                .extensions(extensions)
                .enabledBlockTypes(blocks)
                .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
                .customInlineContentParserFactory(new OfTrigger(Set.of('<'), new Bracketed()))
                .customInlineContentParserFactory(new OfTrigger(Set.of('h', 'H'), new Bare()))
                .build();
    }

    private record OfTrigger(Set<Character> characters, InlineContentParser parser)
            implements InlineContentParserFactory {

        @Override
        public Set<Character> getTriggerCharacters() {
            return characters;
        }

        @Override
        public InlineContentParser create() {
            return parser;
        }
    }

    private static Node link(String address, String shown) {
        Link link = new Link(address, null);
        link.appendChild(new Text(shown));
        return link;
    }

    /** {@code <address>}, and {@code <address|words>} as Slack writes it; any other bracket is a character. */
    private static final class Bracketed implements InlineContentParser {

        private static final Pattern MAIL = Pattern.compile("[\\w.!#$%&'*+/=?^`{|}~-]{1,64}+@[\\w.-]{1,255}+");

        @Override
        public ParsedInline tryParse(InlineParserState state) {
            Scanner scanner = state.scanner();
            scanner.next();
            Position behind = scanner.position();
            while (scanner.hasNext() && !isEnd(scanner.peek())) {
                scanner.next();
            }
            String address = scanner.getSource(behind, scanner.position()).getContent();
            int bar = address.indexOf('|');
            if (bar > 0 && LinkAddress.isLinkable(address.substring(0, bar))) {
                return labelled(scanner, behind);
            }
            if (scanner.next('>')) {
                if (LinkAddress.isLinkable(address)) {
                    return ParsedInline.of(link(address, address), scanner.position());
                }
                if (MAIL.matcher(address).matches()) {
                    return ParsedInline.of(link("mailto:" + address, address), scanner.position());
                }
            }
            return ParsedInline.of(new Text("<"), behind);
        }

        /** The words may have spaces, and end with their line at the latest. */
        private static ParsedInline labelled(Scanner scanner, Position behind) {
            while (scanner.hasNext() && "<>\n".indexOf(scanner.peek()) < 0) {
                scanner.next();
            }
            String[] parts =
                    scanner.getSource(behind, scanner.position()).getContent().split("\\|", 2);
            return scanner.next('>')
                    ? ParsedInline.of(link(parts[0], parts[1].isBlank() ? parts[0] : parts[1]), scanner.position())
                    : ParsedInline.of(new Text("<"), behind);
        }

        private static boolean isEnd(char c) {
            return c == '<' || c == '>' || MarkdownCharacters.isSpace(c);
        }
    }

    /** {@code https://…} anywhere but within a word. */
    private static final class Bare implements InlineContentParser {

        private static final Pattern ADDRESS =
                Pattern.compile("(?i)https?://[^\\s<>\"`|\\\\\\u3000-\\u303F\\uFF00-\\uFFEF]++");

        /** What stands behind an address in a sentence. */
        private static final String BEHIND = "?!.,:;*_~'";

        @Override
        public ParsedInline tryParse(InlineParserState state) {
            Scanner scanner = state.scanner();
            int before = scanner.peekPreviousCodePoint();
            Position start = scanner.position();
            if (MarkdownCharacters.isWord(before) && before != '_' || !isScheme(scanner)) {
                return ParsedInline.none();
            }
            for (int i = 0;
                    i < LinkAddress.CHARS_MAX && scanner.hasNext() && !MarkdownCharacters.isSpace(scanner.peek());
                    i++) {
                scanner.next();
            }
            Matcher address =
                    ADDRESS.matcher(scanner.getSource(start, scanner.position()).getContent());
            if (!address.lookingAt()) {
                return ParsedInline.none();
            }
            String found = trimmed(address.group());
            if (!LinkAddress.isLinkable(found)) {
                return ParsedInline.none();
            }
            scanner.setPosition(start);
            for (int i = 0; i < found.length(); i++) {
                scanner.next();
            }
            return ParsedInline.of(link(found, found), scanner.position());
        }

        private static boolean isScheme(Scanner scanner) {
            for (char c : "http".toCharArray()) {
                if (Character.toLowerCase(scanner.peek()) != c) {
                    return false;
                }
                scanner.next();
            }
            if (Character.toLowerCase(scanner.peek()) == 's') {
                scanner.next();
            }
            return scanner.next("://");
        }

        private static String trimmed(String address) {
            int end = closedAt(address);
            while (end > 0 && BEHIND.indexOf(address.charAt(end - 1)) >= 0) {
                end--;
            }
            return address.substring(0, end);
        }

        /** Before a bracket that was opened before the address, and before a mark that ends emphasis around it. */
        private static int closedAt(String address) {
            int round = 0;
            int square = 0;
            for (int i = 0; i < address.length(); i++) {
                char c = address.charAt(i);
                round += c == '(' ? 1 : c == ')' ? -1 : 0;
                square += c == '[' ? 1 : c == ']' ? -1 : 0;
                if (round < 0 || square < 0 || address.startsWith("**", i) || address.startsWith("~~", i)) {
                    return i;
                }
            }
            return address.length();
        }
    }
}
