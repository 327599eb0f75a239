package io.palyra.connectors.slack;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reactions as Slack takes them: names without colons, {@code thumbsup}, {@code wave::skin-tone-3}. It takes no Unicode.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/reactions.add">Slack: reactions.add</a>
 */
final class EmojiNames {

    private static final String RESOURCE = "emoji-names.txt";

    /** Also of a workspace's own emojis. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}_+'.&()-]{1,100}");

    private static final Pattern TONED = Pattern.compile("(.+)::skin-tone-([2-6])(?:-([2-6]))?");

    private static final int TONE_FIRST = 0x1F3FB;
    private static final int TONE_LAST = 0x1F3FF;

    /** Slack counts skin tones from 2. */
    private static final int TONE_BASE = TONE_FIRST - 2;

    private static final int VARIATION_FIRST = 0xFE0E;
    private static final int VARIATION_LAST = 0xFE0F;

    /** Names by emojis, the one to be used first; emojis by names. Read at the first reaction. */
    private record Table(Map<String, String> names, Map<String, String> emojis) {

        static final Table READ = read();

        private static Table read() {
            Table table = new Table(new HashMap<>(), new HashMap<>());
            InputStream resource = Objects.requireNonNull(EmojiNames.class.getResourceAsStream(RESOURCE), RESOURCE);
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
                lines.lines().filter(line -> !line.startsWith("#")).forEach(table::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return table;
        }

        private void add(String line) {
            String[] columns = line.split(" ", -1);
            String emoji = Arrays.stream(columns[0].split("-", -1))
                    .map(hex -> Character.toString(Integer.parseInt(hex, 16)))
                    .collect(Collectors.joining());
            names.put(emoji, columns[1]);
            for (int i = 1; i < columns.length; i++) {
                emojis.putIfAbsent(columns[i], emoji);
            }
        }
    }

    private EmojiNames() {}

    /**
     * The name of a reaction that is written as an emoji, as {@code :name:} or as {@code name}.
     *
     * @throws InvalidEnvelopeException where Slack has no name for it
     */
    static String of(String emoji) {
        String written = emoji.strip();
        String name = written.length() > 2 && written.startsWith(":") && written.endsWith(":")
                ? written.substring(1, written.length() - 1)
                : written;
        return named(written)
                .or(() -> Optional.of(name).filter(EmojiNames::isName))
                .orElseThrow(() -> new InvalidEnvelopeException(
                        "emoji", "Slack has no name for it; use an emoji, or a name such as thumbsup", emoji));
    }

    /** The emoji of one of Slack's names, without colons; empty for a workspace's own. */
    static Optional<String> emoji(String name) {
        Matcher toned = TONED.matcher(name);
        if (!toned.matches()) {
            return Optional.ofNullable(Table.READ.emojis().get(name));
        }
        // A second tone is the second person's, whose place the name does not tell
        return toned.group(3) != null
                ? Optional.empty()
                : Optional.ofNullable(Table.READ.emojis().get(toned.group(1)))
                        .map(emoji -> withTone(emoji, TONE_BASE + Integer.parseInt(toned.group(2))));
    }

    private static boolean isName(String name) {
        Matcher toned = TONED.matcher(name);
        return NAME.matcher(toned.matches() ? toned.group(1) : name).matches();
    }

    private static Optional<String> named(String emoji) {
        StringBuilder base = new StringBuilder();
        Set<Integer> tones = new LinkedHashSet<>();
        emoji.codePoints()
                .filter(c -> c < VARIATION_FIRST || c > VARIATION_LAST)
                .forEach(c -> {
                    if (c >= TONE_FIRST && c <= TONE_LAST && !base.isEmpty()) {
                        tones.add(c - TONE_BASE);
                    } else {
                        base.appendCodePoint(c);
                    }
                });
        String tone = tones.stream().map(String::valueOf).collect(Collectors.joining("-"));
        return Optional.ofNullable(Table.READ.names().get(base.toString()))
                .map(name -> tone.isEmpty() ? name : name + "::skin-tone-" + tone);
    }

    private static String withTone(String emoji, int tone) {
        int first = emoji.offsetByCodePoints(0, 1);
        return emoji.substring(0, first) + Character.toString(tone) + emoji.substring(first);
    }
}
