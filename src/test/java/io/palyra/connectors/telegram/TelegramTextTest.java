package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.testkit.Splitting;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramTextTest {

    private static final TelegramMarkup MARKUP = TelegramMarkup.WITHOUT_MENTIONS;
    private static final String MENTION_FREE = "\u2060";

    static Stream<Arguments> texts() {
        return Stream.of(
                of("**b** and __b__", "<b>b</b> and <b>b</b>"),
                of("*i* and _i_ and ~~s~~", "<i>i</i> and <i>i</i> and <s>s</s>"),
                of("***both***", "<b><i>both</i></b>"),
                of("**a *b* c**", "<b>a <i>b</i> c</b>"),
                of("**a**_b_", "<b>a</b><i>b</i>"),
                of("**a _b_**_c_ d", "<b>a <i>b</i></b><i>c</i> d"),
                of("**a\nb *c\nd* e** f", "<b>a\nb <i>c\nd</i> e</b> f"),
                of("un**bold**ed", "un<b>bold</b>ed"),
                of("**重点：**内容", "<b>重点：</b>内容"),
                of("[这](https://a.b/**“c”**d)", "<a https://a.b/**“c”**d>这</a>"),
                of("😀 **😀** `😀`", "😀 <b>😀</b> <code>😀</code>"),
                of("`c`s ``a`b``", "<code>c</code>s <code>a`b</code>"),
                of("**do `a & b` now**", "<b>do</b> <code>a & b</code> <b>now</b>"),
                of("a ```b\nc``` d", "a <code>b</code>\n<code>c</code> d"),
                of("[l](https://x.y/a_b?c=1&d=2)", "<a https://x.y/a_b?c=1&d=2>l</a>"),
                of("**[l](http://x.y)** [**l** `c`](http://x.y)", "<b><a http://x.y>l</a></b> <a http://x.y>l c</a>"),
                of("[l](<http://x.y/a b>)", "<a http://x.y/a%20b>l</a>"),
                of("[http://x.y](http://x.y) https://x.y/__a__", "http://x.y https://x.y/__a__"),
                of("<https://x.y> <a@b.c> [a@b.c](mailto:a@b.c)", "https://x.y a@b.c a@b.c"),
                of("[](http://x.y) ![](http://x.y/p.png)", "http://x.y http://x.y/p.png"),
                of("![alt](http://i.j/p.png)", "<a http://i.j/p.png>alt</a>"),
                of("![[a](b) x](https://i.j/p.png)", "![[a](b) x](https://i.j/p.png)"),
                of("[![a](http://i.j/p.png)](https://x.y)", "<a https://x.y>a</a>"),
                of("see <https://x.y/d|the document>", "see <a https://x.y/d>the document</a>"),
                of("[call](tel:+1) [mail](mailto:a@b.c)", "call (tel:+1) mail (mailto:a@b.c)"),
                of("[l](javascript:x) [m](/docs)", "l (javascript:x) m (/docs)"),
                of("[host](http://localhost:8080/a)", "host (http://localhost:8080/a)"),
                of("[r](tg://resolve?domain=x)", "<a tg://resolve?domain=x>r</a>"),
                of("[p](tg://user?id=7) [q](TG:user?id=7)", "p (tg://user?id=7) q (TG:user?id=7)"),
                of("[https://good.com](https://evil.com)", "https://good.com (https://evil.com)"),
                of("<https://evil.com|good.com>", "good.com (https://evil.com)"),
                of("[boss@good.com](mailto:x@evil.com)", "boss@good.com (mailto:x@evil.com)"),
                of("[boss@good.com](https://evil.com)", "boss@good.com (https://evil.com)"),
                of("[log in at good.com.](https://evil.com)", "log in at good.com. (https://evil.com)"),
                of("[see (www.good.travel), now](https://evil.com)", "see (www.good.travel), now (https://evil.com)"),
                of("[good\u3002com](https://evil.com)", "good\u3002com (https://evil.com)"),
                of("[good\uFF0Ecom](https://evil.com)", "good\uFF0Ecom (https://evil.com)"),
                of("[good\u2024com](https://evil.com)", "good\u2024com (https://evil.com)"),
                of("[\uFF47ood.\uFF43om](https://evil.com)", "\uFF47ood.\uFF43om (https://evil.com)"),
                of("[10.0.0.1](https://evil.com)", "10.0.0.1 (https://evil.com)"),
                of("[localhost:80](https://evil.com)", "localhost:80 (https://evil.com)"),
                of("[at good.com](https://good.com)", "<a https://good.com>at good.com</a>"),
                of("[Node.js 1.2.3.4, src/a.in](https://x.org)", "<a https://x.org>Node.js 1.2.3.4, src/a.in</a>"),
                of("[x] [the x][x]\n\n[x]: http://d.e", "<a http://d.e>x</a> <a http://d.e>the x</a>"),
                of("[good.com][x]\n\n[x]: http://evil.com", "[good.com][x]\n\n[x]: http://evil.com"),
                of("# Head **b** `c`", "<b>Head b</b> <code>c</code>"),
                of("Head\n===\nx\n\n## two ##", "<b>Head</b>\nx\n\n<b>two</b>"),
                of("- a\n+ b\n* c", "• a\n• b\n• c"),
                of("- a\n  - b\n    - **c**\n- d", "• a\n  • b\n    • <b>c</b>\n• d"),
                of("3. a\n3. b\n4) c", "3. a\n3. b\n4) c"),
                of("- a\n  b\n\n  c", "• a\n  b\n\n  c"),
                of("- [ ] open\n- [x] done\n1. [X] also", "☐ open\n☑ done\n1. ☑ also"),
                of("- - a\n-\n- b", "• • a\n•\n• b"),
                of("    - a\n      - b\n- c", "• a\n  • b\n• c"),
                of("> a\n> b\nc", "<q>a\nb\nc</q>"),
                of("> **a**\n\n**b**", "<q><b>a</b></q>\n\n<b>b</b>"),
                of("> a\n>\n> > b\n\nc", "<q>a\n\n> b</q>\n\nc"),
                of("- > a\n- > b", "<q>• a</q>\n<q>• b</q>"),
                of("> ```\n> a\n> ```\n> b", "<q><pre>a</pre>\nb</q>"),
                of("```java\nint a = b < c;\n```\nd", "<pre java>int a = b < c;</pre>\nd"),
                of("~~~\na ``` b\n~~~", "<pre>a ``` b</pre>"),
                of("a\n```\nnever closed\n", "a\n<pre>never closed</pre>"),
                of("```a b c\nd\n```", "<pre>a b c\nd</pre>"),
                of("```\n  a\n  b\n```", "<pre>a\n  b</pre>"),
                of("- a\n  ```\n  c\n  ```\n- b", "• a\n<pre>c</pre>\n• b"),
                of("- ```\n  c\n  ```", "•\n<pre>c</pre>"),
                of("a\n\n    code *x*\n\nb", "a\n\n<pre>code *x*</pre>\n\nb"),
                of("| a | b |\n|---|--:|\n| 1 | `x` |", "<pre>a | b\n--+--\n1 | x</pre>"),
                of("|a|b|\n|-|-|\n|wide|[l](http://x.y)|", "<pre>|a|b|\n|-|-|\n|wide|[l](http://x.y)|</pre>"),
                of("a\n\n---\nb", "a\n\n───\nb"),
                of("a  \nb\\\nc\n\n\n\nd", "a\nb\nc\n\n\n\nd"),
                of("<b>**x**</b> <!-- c --> <div>", "<b><b>x</b></b> <!-- c --> <div>"),
                of("&lt;b&gt; &amp; &copy; \\*x\\*", "<b> & © *x*"),
                of("a\r\nb\rc", "a\nb\nc"),
                of(" \n  a \n ", "a"),
                of("**", "**"),
                of("#", "#"),
                of("```\n```", "```\n```"),
                of("~~~a", "~~~a"),
                of("[x]: http://d.e", "[x]: http://d.e"),
                of("-\t\tfoo", "•<pre>  foo</pre>"),
                of("- ```go\n" + "\tf\n".repeat(20) + "  ```", "•\n<pre go>" + "\tf\n".repeat(19) + "\tf</pre>"));
    }

    private static Arguments of(String markdown, String shown) {
        return Arguments.of(markdown, shown);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isReadAs(String markdown, String shown) {
        TelegramText text = MARKUP.text(markdown);

        assertThat(TelegramReader.shown(text)).isEqualTo(shown);
        assertThat(TelegramReader.defects(text)).isEmpty();
        assertThat(text.text().length()).isLessThanOrEqualTo(markdown.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2 * 3 * 4 = 24",
                "snake_case_name and 5 > 4 && 3 < 4",
                "C:\\dir\\file and ~/home",
                "{\n  \"a\": [1, 2],\n    \"b\": {\"c_d\": null}\n}",
                "java.lang.IllegalStateException: no\n\tat a.B.<init>(B.java:7)\n\tat a.C$1.run(C.java)\nCaused by: x",
                "a || b && !c ? d : e;",
                "100% @ 5$ #1 ~ (x) [y] {z} = + - .",
                "2026-11-27T06:00:00.000Z WARN [main] i.p.X - 1|2"
            })
    void whatIsNoMarkdownReadsTheSame(String text) {
        assertThat(MARKUP.text(text)).isEqualTo(new TelegramText(text, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@bob",
                "hi @bob!",
                "_@bob_ **@bob**",
                "@**bob**",
                "@b*o*b",
                "&#64;bob",
                "@&#98;ob",
                "\\@bob",
                "[@](http://x.y)bob",
                "![@](/)bob",
                "@\u202Ebob",
                "@b\u0333ob",
                "\uA7C8@bob",
                "https://host/@bob",
                "é.com/@bob",
                "https://x.com/»@bob",
                "and/@bob",
                "> @bob\n# @bob\n- @bob",
                "a `b\n@bob` c",
                "`\n@bob\n`",
                "|@bob|\n|-|",
                "[@bob]: http://x.y",
                "@bob`c`"
            })
    void nobodyIsPinged(String markdown) {
        String rendered = MARKUP.render(markdown);

        assertThat(TelegramReader.mentions(MARKUP.text(rendered))).isEmpty();
        assertThat(TelegramReader.mentions(MARKUP.text(markdown)))
                .as("unrendered")
                .isEmpty();
        assertThat(MARKUP.text(markdown).text().length()).isLessThanOrEqualTo(markdown.length());
        assertThat(MARKUP.render(rendered)).as("rendered again").isEqualTo(rendered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob@x.y",
                "`@bob`",
                "```\n@bob\n```",
                "    @bob",
                "https://medium.com/@bob/a-story",
                "see medium.com/@bob",
                "[story](https://medium.com/@bob)",
                "[x]\n\n[x]: https://localhost/@bob",
                "a @ b",
                "@",
                "@1"
            })
    void whatPingsNobodyStaysAsItIs(String markdown) {
        assertThat(MARKUP.render(markdown)).isEqualTo(markdown);
    }

    @Test
    void whoeverIsNamedIsPingedWhereThatIsWanted() {
        String rendered = TelegramMarkup.WITH_MENTIONS.render("@bob [p](tg://user?id=7)");

        assertThat(TelegramReader.shown(TelegramMarkup.WITH_MENTIONS.text(rendered)))
                .isEqualTo("@bob <a tg://user?id=7>p</a>");
        assertThat(MARKUP.render("hi @bob")).isEqualTo("hi @" + MENTION_FREE + "bob");
    }

    @Test
    void entitiesMoveWithWhatIsPutIn() {
        String shown = TelegramReader.shown(MARKUP.text("**x @**_bob_ **y**"));

        assertThat(shown).isEqualTo("<b>x @</b>" + MENTION_FREE + "<i>bob</i> <b>y</b>");
    }

    @Test
    void keepsLinksWhereThereAreTooManyEntities() {
        String markdown = "**b** ".repeat(80) + "x ".repeat(3) + "[l](https://x.y/a) *i* ".repeat(60);

        TelegramText text = MARKUP.text(markdown);

        assertThat(text.entities()).hasSize(100);
        assertThat(text.entities())
                .filteredOn(entity -> entity.type() == EntityType.TEXT_LINK)
                .hasSize(60);
        assertThat(TelegramReader.defects(text)).isEmpty();
    }

    @Test
    void linksBeyondTheLimitAreWrittenOut() {
        TelegramText text = MARKUP.text("[l](https://x.y/a) ".repeat(120).strip());

        assertThat(text.entities()).hasSize(100);
        assertThat(text.text()).endsWith("l l (https://x.y/a)" + " l (https://x.y/a)".repeat(19));
    }

    /** Within quotes and items as well. */
    @ParameterizedTest
    @ValueSource(strings = {"", "> ", "- ", "1. ", "> - "})
    void codeGoesOnInTheNextMessage(String before) {
        String indent = before.replaceAll("[^>]", " ");
        String code = (indent + "int x = 1;\n").repeat(40);
        String text = before + "```java\n" + code + indent + "```\n\nthe **end**";

        List<String> parts = Splitting.of(MARKUP, text, 200);

        List<TelegramReader.Seen> seen = parts.stream()
                .flatMap(part -> TelegramReader.seen(MARKUP.text(part)).stream())
                .toList();
        assertThat(parts).hasSizeGreaterThan(2);
        assertThat(characters(seen, true)).isEqualTo("intx=1;".repeat(40));
        assertThat(characters(seen, false))
                .isEqualTo(before.replaceAll("[> ]", "").replace("-", "•") + "theend");
        assertThat(seen.get(seen.size() - 1).styles()).containsExactly("bold");
    }

    private static String characters(List<TelegramReader.Seen> seen, boolean code) {
        return seen.stream()
                .filter(one -> one.styles().contains("pre") == code)
                .map(TelegramReader.Seen::character)
                .collect(Collectors.joining());
    }

    @Test
    void whatLosesItsMeaningInTwoPiecesStaysWhole() {
        String text = "word ".repeat(35) + "**[some words](https://x.y/a)** and `some code` and _the end_";

        List<String> parts = Splitting.of(MARKUP, text, 190);

        assertThat(parts).hasSize(2).last().asString().startsWith("**[some words]");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void readsInBoundedTime(String text) {
        long start = System.nanoTime();

        TelegramText read = MARKUP.text(MARKUP.render(text));
        MARKUP.codeBlocks(text);
        MARKUP.units(text);

        assertThat(java.time.Duration.ofNanos(System.nanoTime() - start)).isLessThan(java.time.Duration.ofSeconds(5));
        assertThat(read.text()).isNotBlank();
        assertThat(TelegramReader.defects(read)).isEmpty();
    }

    static Stream<String> hostile() {
        return Stream.of(
                        "*a_ ",
                        "**a_b**_ ",
                        "[",
                        "![](",
                        "> ",
                        "- ",
                        "`",
                        "``` ",
                        "~~~\n",
                        "@ab ",
                        "@\u202E",
                        "a.b/@",
                        "|a",
                        "|\n|-|\n",
                        "<",
                        "https://a.b/",
                        "(https://a.b ",
                        "\n    - a",
                        "&#64;ab",
                        "_",
                        "**",
                        "~~a",
                        "[a]: b\n",
                        "[a][b] ",
                        "1. ",
                        "#\n",
                        "\\",
                        "[x](http://a.b)",
                        "-\t\ta\n",
                        "**x `y`** _z_ ",
                        "a-.",
                        "@a")
                .map(piece -> piece.repeat(65_536 / piece.length()));
    }
}
