package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.testkit.Splitting;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MrkdwnRendererTest {

    /** A zero-width space is written as ¦. */
    static Stream<Arguments> renderings() {
        return Stream.of(
                of("**b** and __b__", "*b* and *b*"),
                of("*i* and _i_", "_i_ and _i_"),
                of("~~s~~", "~s~"),
                of("***both***", "*_both_*"),
                of("**a *b* c**", "*a _b_ c*"),
                of("**a **b** c**", "*a b c*"),
                of("**a\nb *c\nd* e** f", "*a*\n*b _c_*\n*_d_ e* f"),
                of("un**bold**ed", "un¦*bold*¦ed"),
                of("中**文**字", "中¦*文*¦字"),
                of("**重点：**内容", "*重点：*¦内容"),
                of("这是**“引用”**的", "这是¦*“引用”*¦的"),
                of("これは**「強調」**です。", "これは¦*「強調」*¦です。"),
                of("删~~「旧」~~新", "删¦~「旧」~¦新"),
                of("中\\**“a", "中**“a"),
                of("**a**_b_", "*a*¦_b_"),
                of("(**p**), \"**q**\".", "(*p*), \"*q*\"."),
                of("`c`s", "`c`¦s"),
                of("**`c`**", "*`c`*"),
                of("**do `a & b`**", "*do `a &amp; b`*"),
                of("**2 * 3**", "*2* * *3*"),
                of("~~go to ~/x now~~", "~go to~ ~¦/x ~now~"),
                of("``a`b``", "`aˋb`"),
                of("[l](https://x.y/a_b?c=1&d=2)", "<https://x.y/a_b?c=1&amp;d=2|l>"),
                of("[**l** `c`](http://x)", "<http://x|l c>"),
                of("**[l](http://x)**", "*<http://x|l>*"),
                of("[http://x](http://x)", "<http://x>"),
                of("[a|b](http://x/a|b)", "<http://x/a%7Cb|a|b>"),
                of("[l](<http://x/a b>)", "<http://x/a%20b|l>"),
                of("[](http://x)", "<http://x>"),
                of("[call](tel:+1) [mail](mailto:a@b.c)", "<tel:+1|call> <mailto:a@b.c|mail>"),
                of("[l](javascript:x) [m](/docs)", "l (javascript:x) m (/docs)"),
                of("[l](!channel) [m](<@U1>) [n](#C1)", "l (!channel) m (@U1) n (#C1)"),
                of("<!channel> <@U1> <#C1|x> <!here|x>", "&lt;!channel&gt; &lt;@U1&gt; &lt;#C1|x&gt; &lt;!here|x&gt;"),
                of("![alt](http://i/p.png) ![](http://i/q.png)", "<http://i/p.png|alt> <http://i/q.png>"),
                of("see <https://x.y/d|the document>, <http://x|>", "see <https://x.y/d|the document>, <http://x>"),
                of("<mailto:a@b.c|Bob> <http://x|a\nb>", "<mailto:a@b.c|Bob> &lt;<http://x>|a\nb&gt;"),
                of("<http://x|a <!channel> b>", "&lt;<http://x>|a &lt;!channel&gt; b&gt;"),
                of("[https://good.com](https://evil.com)", "<https://good.com> (<https://evil.com>)"),
                of("[good.com/a](https://evil.com)", "good.com/a (<https://evil.com>)"),
                of("[log in at HTTPS://good.com now](http://x.y)", "log in at <HTTPS://good.com> now (<http://x.y>)"),
                of("[https://good.com](https://good.com@x.y)", "<https://good.com> (<https://good.com@x.y>)"),
                of("[https://good.com](https://x.y\\\\@good.com/)", "<https://good.com> (<https://x.y\\@good.com/>)"),
                of("[goo\u2060d.com](https://evil.com)", "goo\u2060d.com (<https://evil.com>)"),
                of(
                        "[(good.com.)](https://evil.com) [Go.](http://x)",
                        "(good.com.) (<https://evil.com>) <http://x|Go.>"),
                of("[boss@good.com](mailto:x@evil.com)", "boss@good.com (<mailto:x@evil.com>)"),
                of("<https://evil.com|good.com>", "good.com (<https://evil.com>)"),
                of(
                        "[www.good.com](https://good.com/a) [x.y:8](http://X.Y)",
                        "<https://good.com/a|www.good.com> <http://X.Y|x.y:8>"),
                of(
                        "[README.md](https://a.b/R) [Main.java](https://a.b)",
                        "<https://a.b/R|README.md> <https://a.b|Main.java>"),
                of("[\u2060](https://a.b) [\u202Emoc.doog](https://a.b)", "<https://a.b> <https://a.b|moc.doog>"),
                of("<https://a.b> <a@b.c>", "<https://a.b> <mailto:a@b.c|a@b.c>"),
                of("see https://x/__init__.py, or **https://y**.", "see <https://x/__init__.py>, or *<https://y>*."),
                of("(https://x/a_(b))。https://y，z", "(<https://x/a_(b)>)。<https://y>，z"),
                of("[x] [the x][x]\n\n[x]: http://def", "<http://def|x> <http://def|the x>"),
                of("# Head **b** `c`", "*Head b `c`*"),
                of("Head\n===\nx", "*Head*\nx"),
                of("## [l](http://x) ##", "*<http://x|l>*"),
                of("- a\n+ b", "• a\n• b"),
                of("- a\n  - b\n    - c\n- d", "• a\n    • b\n        • c\n• d"),
                of("3. a\n3. b", "3. a\n4. b"),
                of("1) a\n2) b", "1) a\n2) b"),
                of("1. a\n   - b\n\n   para\n2. c", "1. a\n    • b\n\n   para\n2. c"),
                of("- [ ] open\n- [x] done\n1. [X] also", "☐ open\n☑ done\n1. ☑ also"),
                of("- - a", "• • a"),
                of("-\n- b", "• \n• b"),
                of("> a\n> b\nc", "> a\n> b\n> c"),
                of("> a\n>\n> b\n\nc", "> a\n> \n> b\n\nc"),
                of("> a\n> > b", "> a\n> &gt; b"),
                of("- > a", "> • a"),
                of("> - a\n>   b", "> • a\n>   b"),
                of("> ```\n> a\n> ```\n> b", "```\na\n```\n> b"),
                of("\\> a", "¦&gt; a"),
                of("a\n\\> b > c", "a\n¦&gt; b &gt; c"),
                of("```java\nint a = b < c && d;\n```", "```\nint a = b &lt; c &amp;&amp; d;\n```"),
                of("~~~\na ``` b\n~~~", "```\na ``¦` b\n```"),
                of("```\nnever closed", "```\nnever closed\n```"),
                of("- a\n  ```\n  c\n  ```\n- b", "• a\n```\nc\n```\n• b"),
                of("a\n\n    code *x*\n\nb", "a\n\n```\ncode *x*\n```\n\nb"),
                of("a ```b\nc``` d", "a `b`\n`c` d"),
                of(
                        "| a | bb |\n|--:|:-:|\n| 1 | `x` |\n| <b> | [l](http://u) |",
                        "```\n  a |      bb\n----+-------------\n  1 |      x\n&lt;b&gt; | l (http://u)\n```"),
                of("[x]: y\n\n|a|\n|-|\n|\\| [x]|", "[x]: y\n\n```\na\n---\n| x\n```"),
                of("|漢字|b|\n|-|-|\n|a|c|", "```\n漢字 | b\n-----+--\na    | c\n```"),
                of("|a|\n|-|\n|b|c|d|", "```\na\n-\nb | c|d\n```"),
                of("a\n\n|\n|-|\nb", "a\n\n```\n\n\nb\n```"),
                of("- |\n  |-|\n  b", "• \n```\n\n\nb\n```"),
                of("a\n\n---\nb", "a\n\n──────────\nb"),
                of("a  \nb\\\nc\nd", "a\nb\nc\nd"),
                of("a\n\n\n\nb", "a\n\n\n\nb"),
                of("<b>**x**</b> <!-- c -->", "&lt;b&gt;*x*&lt;/b&gt; &lt;!-- c --&gt;"),
                of("<div>\n**x**\n</div>", "&lt;div&gt;\n*x*\n&lt;/div&gt;"),
                of("&lt;b&gt; &amp; &copy;", "&lt;b&gt; &amp; ©"),
                of("\\*x\\*", "*¦x*"),
                of("\\`x\\`", "`¦x`"),
                of("a\r\nb\rc", "a\nb\nc"),
                of("#", "#"),
                of("[x]: y\n(a", "[x]: y\n(a"),
                of("a|b\n-|-\nc||d", "```\na | b\n--+--\nc |   | d\n```"),
                of("[x]: y\n(a\nb\n===\nc", "[x]: y\n*(a*\n*b*\nc"),
                of("|\n|-|-|\nlost", "```\n\n\nlost\n```"),
                of("[x]: http://def", "[x]: http://def"),
                of("~~~a", "~¦~~a"),
                of("```a b c\nd\n```", "```\na b c\nd\n```"),
                of("```\n```", "``¦`\n``¦`"));
    }

    private static Arguments of(String markdown, String mrkdwn) {
        return Arguments.of(markdown, mrkdwn);
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void writesSlacksDialect(String markdown, String mrkdwn) {
        assertThat(MrkdwnRenderer.render(markdown).replace('\u200B', '¦')).isEqualTo(mrkdwn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2 * 3 = 6, 4*5 and 2 ** 3",
                "snake_case_name and __x",
                "a <b> & c < d > e",
                "C:\\dir\\sub\\file.txt",
                "~/foo and ~/bar, about ~5 or ~6",
                "*args, **kwargs",
                "[INFO]: started",
                "[2024-01-01 10:00:00] WARN  x.y.Z - failed: a_b_c <null>\n[2024-01-01 10:00:01] INFO  x - done",
                "java.lang.IllegalStateException: x\n\tat a.b.C.<init>(C.java:10)\n\tat a.b.C$1.run(C.java:20)\nCaused by: y",
                "{\n  \"a\": [1, 2],\n  \"b_c\": {\n      \"d\": \"*\"\n  }\n}",
                "x == y ? \"a\" : 'b'; // <T extends A & B>",
                "make: *** No rule to make target `foo'.\nmake: *** No rule to make target `bar'.",
                "a | b\nc | d",
                "user@host:~$ ls -l *.txt | grep _x_y > out.txt",
                "1 < 2\n\n\n  indented\n    more",
                "$5 * 3 `"
            })
    void readsTheSameWhereItIsNoMarkdown(String text) {
        String rendered = MrkdwnRenderer.render(text);

        assertThat(SlackReader.visible(rendered)).isEqualTo(text);
        assertThat(rendered.replace("\u200B", "")).isEqualTo(MrkdwnText.escape(text));
    }

    @Test
    void emphasisOverALongLineEndsAgainAndAgain() {
        String rendered = MrkdwnRenderer.render("**" + "word ".repeat(2_000).strip() + "**");

        assertThat(SlackMarkup.INSTANCE.units(rendered))
                .allMatch(unit -> unit.end() - unit.start() < 400)
                .hasSizeGreaterThan(20);
        assertThat(SlackReader.visible(rendered))
                .isEqualTo("word ".repeat(2_000).strip());
    }

    static Stream<String> manyEscapes() {
        return Stream.of(
                "](<*a**a*".repeat(2_000),
                "a[x](http://h/?a=1&b=2)*a**a*".repeat(500),
                "`" + "a<".repeat(5_000) + "`",
                "```\n" + "a<".repeat(5_000));
    }

    /** Emphasis that overlaps leaves no good place, but for links; code may be longer than a message. */
    @ParameterizedTest
    @MethodSource("manyEscapes")
    void whatIsEscapedIsNotCut(String text) {
        assertThat(Splitting.of(SlackMarkup.INSTANCE, text, 4_000))
                .hasSizeGreaterThan(2)
                .allSatisfy(
                        part -> assertThat(SlackReader.defects(part)).as(part).isEmpty());
    }

    @Test
    void aLinkThatIsLongerThanAnyIsText() {
        String address = "http://x/" + "a".repeat(3_000);

        assertThat(MrkdwnRenderer.render("[l](" + address + ")")).isEqualTo("l (" + address + ")");
        assertThat(MrkdwnRenderer.render("<" + address + ">")).isEqualTo(address);
    }

    /** 64 KiB each; what nests or grows beyond reason is only escaped. */
    @ParameterizedTest
    @ValueSource(strings = {"> ", "- ", "1. ", "> - ", "- > 1) "})
    void nestsNoDeeperThanPeopleRead(String mark) {
        String text = mark.repeat(OutboundMessageRequest.TEXT_BYTES_MAX / mark.length());

        assertThat(MrkdwnRenderer.render(text)).isEqualTo(MrkdwnText.escape(text));
    }

    @Test
    void aTableIsNoneThatWouldHaveMoreCellsThanItsTextHasCharacters() {
        String text = "|a".repeat(10_000) + "|\n" + "|-".repeat(10_000) + "|\n" + "b\n".repeat(10_000);

        assertThat(MrkdwnRenderer.render(text))
                .hasSizeLessThan(2 * text.length())
                .doesNotContain("```");
    }

    @Test
    void growsNoMoreThanItMay() {
        String text = "|a|" + "b".repeat(100) + "|\n|-|-|\n" + "|a|b|\n".repeat(9_000);
        String quoted = "> ".repeat(30) + "a" + "\nb".repeat(30_000);

        assertThat(MrkdwnRenderer.render(text)).hasSizeLessThan(21 * text.length());
        assertThat(MrkdwnRenderer.render(quoted)).hasSizeLessThan(21 * quoted.length());
    }

    /** Hardly more messages than one makes that is all entities. */
    @Test
    void makesNoFloodOfMessagesOfOneText() {
        String head = ("|" + "b".repeat(36)).repeat(40) + "|\n" + "|-:".repeat(40) + "|\n";
        String text = head + ("|1".repeat(40) + "|\n").repeat((65_000 - head.length()) / 82);

        assertThat(MrkdwnRenderer.render(text)).hasSizeLessThan(6 * OutboundMessageRequest.TEXT_BYTES_MAX);
    }
}
