package io.palyra.connectors.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links between the pages lead somewhere, to the heading. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s:]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @Test
    void leadToAPageAndAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        int seen = 0;
        for (Path page : Snippet.pages().values()) {
            for (String link : LINK.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .toList()) {
                seen++;
                if (!leadsSomewhere(page, link)) {
                    broken.add(page + " → " + link);
                }
            }
        }

        assertThat(seen).isGreaterThan(30);
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        if (parts.length == 1) {
            return Files.exists(target);
        }
        return Files.exists(target)
                && HEADING.matcher(Files.readString(target)).results().anyMatch(heading -> anchor(heading.group(1))
                        .equals(parts[1]));
    }

    /** As the places that show Markdown make it. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{Alnum} _-]", "")
                .replace(' ', '-');
    }
}
