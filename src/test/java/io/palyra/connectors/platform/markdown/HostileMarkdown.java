package io.palyra.connectors.platform.markdown;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts of whatever means something in Markdown, in any order. */
public final class HostileMarkdown {

    private static final int PIECES_MAX = 40;

    private static final List<String> PIECES = List.of(
            "*",
            "**",
            "_",
            "__",
            "~",
            "~~",
            "`",
            "``",
            "\n```\n",
            "\n",
            "\n\n",
            "> ",
            "- ",
            "1. ",
            "# ",
            "[",
            "](",
            "](<",
            ")",
            "![",
            "<",
            ">",
            "&",
            "& ",
            "|",
            "\n|-|-|\n",
            "a",
            "b c",
            "x_y",
            "\\",
            "\u200B",
            "\u00A0",
            "😀",
            "    ",
            "\t",
            "  \n",
            "\n---\n",
            "(",
            "[x]: y\n",
            "=",
            "\n===\n",
            "\n~~~\n",
            "中",
            "(z)",
            "javascript:",
            "[a](b)",
            "*a*",
            "**b**",
            "`c`",
            "\r\n");

    private HostileMarkdown() {}

    /** @param own what means something to one platform as well */
    public static Arbitrary<String> with(String... own) {
        return Arbitraries.of(Stream.concat(PIECES.stream(), Arrays.stream(own)).toList())
                .list()
                .ofMaxSize(PIECES_MAX)
                .map(pieces -> String.join("", pieces));
    }
}
