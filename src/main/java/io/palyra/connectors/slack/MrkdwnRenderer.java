package io.palyra.connectors.slack;

import io.palyra.connectors.platform.markdown.Markdown;
import org.jspecify.annotations.Nullable;

/**
 * Markdown to mrkdwn. What is no Markdown reads the same. Bounded in time and in what it makes, whatever the text is: one
 * that nests, or grows, beyond all reason is escaped and nothing more. Thread safe.
 */
final class MrkdwnRenderer {

    private static final int GROWTH_MAX = 20;
    private static final int GROWTH_FREE_CHARS = 4_096;

    /** Entities alone make a text five times as long. What is padded makes one not much longer than that: each message takes a second. */
    private static final int GROWTH_ESCAPED = 5;

    private static final int PADDING_CHARS_MAX = 60_000;

    private MrkdwnRenderer() {}

    /** @return not blank, unless the text is */
    static String render(String markdown) {
        String source = Markdown.normal(markdown);
        String rendered = Markdown.read(source, MrkdwnRenderer::write);
        return rendered == null || rendered.isBlank() ? MrkdwnText.withoutMarkup(source) : rendered;
    }

    private static @Nullable String write(Markdown markdown) {
        String source = markdown.source();
        String written = MrkdwnBlocks.write(markdown.root(), source, charsMax(source.length()));
        return written == null ? null : markdown.clean(written);
    }

    private static int charsMax(int chars) {
        return Math.min(GROWTH_MAX * chars + GROWTH_FREE_CHARS, GROWTH_ESCAPED * chars + PADDING_CHARS_MAX);
    }
}
