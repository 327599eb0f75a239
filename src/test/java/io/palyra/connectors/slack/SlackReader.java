package io.palyra.connectors.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads mrkdwn as Slack's clients do, written apart from what writes it: code ends emphasis, emphasis has a boundary around
 * it and no space within its edges, a zero-width space is a boundary outside and a space inside.
 */
final class SlackReader {

    private static final Pattern TOKEN = Pattern.compile("<([^<>]*)>");
    private static final Pattern STRAY_AMPERSAND = Pattern.compile("&(?!(?:amp|lt|gt);)");
    private static final String OUTSIDE = "(?<![\\p{L}\\p{N}\\p{M}])";
    private static final String BEHIND = "(?![\\p{L}\\p{N}\\p{M}])";

    private static final Pattern LINK = Pattern.compile("(?is)(https?://|mailto:|tel:)[^\\s|]*(\\|[^\\n]+)?");
    private static final Pattern LINK_OR_MENTION = Pattern.compile("<([^<>|]*)(?:\\|([^<>]*))?>");
    private static final Pattern CODE = Pattern.compile(OUTSIDE + "`()([^`]+)`" + BEHIND);
    private static final List<Pattern> EMPHASES =
            Stream.of("\\*", "_", "~").map(SlackReader::emphasis).toList();

    private SlackReader() {}

    /** What people read: without marks, entities undone, links as their labels, zero-width spaces left out. */
    static String visible(String mrkdwn) {
        StringBuilder visible = new StringBuilder();
        String[] pieces = mrkdwn.split("```", -1);
        for (int i = 0; i < pieces.length; i++) {
            visible.append(i % 2 == 1 ? unescaped(pieces[i].strip()) : prose(pieces[i]));
        }
        return visible.toString().replace("\u200B", "");
    }

    /** What is in blocks of code. */
    static List<String> code(String mrkdwn) {
        List<String> code = new ArrayList<>();
        String[] pieces = mrkdwn.split("```", -1);
        for (int i = 1; i < pieces.length; i += 2) {
            code.add(pieces[i]);
        }
        return code;
    }

    /** What Slack would take for something that nobody wrote; empty where all is well. */
    static List<String> defects(String mrkdwn) {
        List<String> defects = new ArrayList<>();
        String[] pieces = mrkdwn.split("```", -1);
        if (pieces.length % 2 == 0) {
            defects.add("a block of code is not closed");
        }
        for (int i = 0; i < pieces.length; i++) {
            Matcher stray = STRAY_AMPERSAND.matcher(pieces[i]);
            if (stray.find()) {
                defects.add("an ampersand is not escaped");
            }
            boolean inCode = i % 2 == 1;
            String rest = inCode ? pieces[i] : withoutLinks(pieces[i], defects);
            rest = inCode ? rest : rest.replaceAll("(?m)^> ", "");
            if (rest.contains("<") || rest.contains(">")) {
                defects.add("a bracket is not escaped: " + rest);
            }
        }
        return defects;
    }

    private static String withoutLinks(String prose, List<String> defects) {
        Matcher token = TOKEN.matcher(prose);
        while (token.find()) {
            if (!LINK.matcher(token.group(1)).matches()) {
                defects.add("a mention or no link: " + token.group());
            }
        }
        return token.replaceAll("");
    }

    private static String prose(String prose) {
        StringBuilder visible = new StringBuilder();
        String[] lines = prose.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            visible.append(i == 0 ? "" : "\n")
                    .append(line(lines[i].startsWith("> ") ? lines[i].substring(2) : lines[i]));
        }
        return visible.toString();
    }

    private static String line(String line) {
        List<String> kept = new ArrayList<>();
        String rest = keep(line, LINK_OR_MENTION, kept);
        rest = keep(rest, CODE, kept);
        for (int nested = 0; nested < 4; nested++) {
            for (Pattern emphasis : EMPHASES) {
                rest = emphasis.matcher(rest).replaceAll("$1");
            }
        }
        for (int i = kept.size() - 1; i >= 0; i--) {
            rest = rest.replace(placeholder(i), kept.get(i));
        }
        return unescaped(rest);
    }

    private static String keep(String line, Pattern pattern, List<String> kept) {
        return pattern.matcher(line).replaceAll(match -> {
            kept.add(match.group(2) == null ? match.group(1) : match.group(2));
            return Matcher.quoteReplacement(placeholder(kept.size() - 1));
        });
    }

    private static String placeholder(int index) {
        return "\uE000" + (char) (0xE100 + index) + "\uE001";
    }

    private static Pattern emphasis(String mark) {
        return Pattern.compile(
                OUTSIDE + mark + "(?![\\s\u200B])((?:(?!" + mark + BEHIND + ").)*(?<![\\s\u200B]))" + mark + BEHIND);
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
