package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.WireFormat;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackTextTest {

    private final LeftOut leftOut = new LeftOut();

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "<@U1> and <@W2|bob> → <@U1> and <@W2>",
                "<#C1|general> <#C2> <#C3|> → <#C1|general> <#C2> <#C3>",
                "<!here> <!channel|channel> <!everyone> → @here @channel @everyone",
                "<!subteam^S1|@team> <!subteam^S2> → @team <!subteam^S2>",
                "<!date^1392734382^{date}|Feb 18, 2014> → Feb 18, 2014",
                "<https://x.y/a?b=1&amp;c=2|label> → label (https://x.y/a?b=1&c=2)",
                "<https://x.y> <https://x.y|https://x.y> → https://x.y https://x.y",
                "<http://example.com|example.com> → http://example.com",
                "<https://x.y|> → https://x.y",
                "<mailto:a@b.c|a@b.c> <mailto:d@e.f> <tel:+1|call> → a@b.c d@e.f call",
                "a &lt; b &amp;&amp; c &gt; d → a < b && c > d",
                "&amp;lt;b&amp;gt; → &lt;b&gt;",
                "&lt;!channel&gt; → <!channel>",
                "*b* _i_ ~s~ `c` :wave: → *b* _i_ ~s~ `c` :wave:",
                "a < b > $1 \\ <> → a < b > $1 \\ <>"
            })
    void readsTokensAndEntities(String text, String read) {
        assertThat(read("{'text':'" + text.replace("\\", "\\\\") + "'}")).isEqualTo(read);
    }

    @Test
    void readsWhatSomebodyWroteOnce() {
        String message = """
                {'user':'U1','text':'see <https://x.y|this> <@U2>\\n• one\\n• two',
                 'blocks':[{'type':'rich_text','elements':[
                   {'type':'rich_text_section','elements':[{'type':'text','text':'see '},
                     {'type':'link','url':'https://x.y','text':'this'},{'type':'user','user_id':'U2'}]},
                   {'type':'rich_text_list','style':'bullet','elements':[
                     {'type':'rich_text_section','elements':[{'type':'text','text':'one'}]},
                     {'type':'rich_text_section','elements':[{'type':'text','text':'two'}]}]}]}]}""";

        assertThat(read(message)).isEqualTo("see this (https://x.y) <@U2>\n• one\n• two");
    }

    @Test
    void readsTheBlocksOfABotInsteadOfItsNotification() {
        String message = """
                {'bot_id':'B1','text':'Build failed','blocks':[
                  {'type':'header','text':{'type':'plain_text','text':'Build failed &amp; rolled back'}},
                  {'type':'section','text':{'type':'mrkdwn','text':'of <https://ci/1|api>'},
                    'fields':[{'type':'mrkdwn','text':'*Who*\\n<@U1>'},{'type':'plain_text','text':'main'}],
                    'accessory':{'type':'button','text':{'type':'plain_text','text':'Open'},'url':'https://ci/1'}},
                  {'type':'divider'},
                  {'type':'image','title':{'type':'plain_text','text':'Chart'},'alt_text':'ten green bars','image_url':'https://i'},
                  {'type':'context','elements':[{'type':'image','alt_text':'logo'},{'type':'mrkdwn','text':'2 min ago'}]},
                  {'type':'actions','elements':[{'type':'button','text':{'type':'plain_text','text':'Retry'}},
                    {'type':'static_select','placeholder':{'type':'plain_text','text':'Pick'},
                     'options':[{'text':{'type':'plain_text','text':'a'}},{'text':{'type':'plain_text','text':'b'}}]}]},
                  {'type':'input','label':{'type':'plain_text','text':'Reason'}},
                  {'type':'markdown','text':'**done**'},
                  {'type':'video','title':{'type':'plain_text','text':'Replay'},'title_url':'https://v'},
                  {'type':'table','rows':[[{'type':'raw_text','text':'k'},{'type':'rich_text','elements':[
                    {'type':'rich_text_section','elements':[{'type':'text','text':'v'}]}]}]]}]}""";

        assertThat(read(message)).isEqualTo("""
                Build failed & rolled back
                of api (https://ci/1)
                *Who*
                <@U1>
                main
                [button: Open (https://ci/1)]
                Chart
                ten green bars
                logo
                2 min ago
                [button: Retry]
                [menu: Pick, a, b]
                Reason
                **done**
                Replay (https://v)
                k | v""");
    }

    @Test
    void readsRichTextWhereThereIsNoText() {
        String message = """
                {'user':'U1','text':'','blocks':[{'type':'rich_text','elements':[
                  {'type':'rich_text_section','elements':[
                    {'type':'text','text':'bold','style':{'bold':true}},{'type':'text','text':' a &lt; b '},
                    {'type':'text','text':'x','style':{'code':true}},{'type':'emoji','name':'wave'},
                    {'type':'channel','channel_id':'C1'},{'type':'usergroup','usergroup_id':'S1'},
                    {'type':'broadcast','range':'here'},{'type':'link','url':'https://x'},
                    {'type':'date','timestamp':1,'fallback':'today'},{'type':'color','value':'#fff'}]},
                  {'type':'rich_text_list','style':'ordered','indent':1,'offset':2,'elements':[
                    {'type':'rich_text_section','elements':[{'type':'text','text':'three'}]}]},
                  {'type':'rich_text_quote','elements':[{'type':'text','text':'q\\nr'}]},
                  {'type':'rich_text_preformatted','elements':[{'type':'text','text':'int a;'}]}]}]}""";

        assertThat(read(message))
                .isEqualTo("*bold* a < b `x`:wave:<#C1><!subteam^S1>@herehttps://xtoday#fff\n    3. three\n> q\n> r\n"
                        + "```\nint a;\n```");
    }

    @Test
    void keepsTheLongerTextOfABot() {
        assertThat(
                        read(
                                "{'bot_id':'B1','text':'all the numbers of today','blocks':[{'type':'image','alt_text':'chart'}]}"))
                .isEqualTo("all the numbers of today\nchart");
        assertThat(
                        read(
                                "{'bot_id':'B1','text':'*Deploy* done','blocks':[{'type':'section','text':{'type':'mrkdwn','text':'Deploy done'}}]}"))
                .isEqualTo("*Deploy* done");
    }

    @Test
    void readsWhatBotsAttach() {
        String message = """
                {'bot_id':'B1','text':'','attachments':[
                  {'fallback':'all of it','pretext':'Alert','author_name':'Prom','title':'CPU','title_link':'https://p',
                   'text':'over 90 &gt; 80','fields':[{'title':'Host','value':'a<b'},{'title':'','value':'x'}],
                   'actions':[{'type':'button','text':'Silence'}],'footer':'eu-1'},
                  {'fallback':'only this'},
                  {'text':'in short','blocks':[{'type':'section','text':{'type':'mrkdwn','text':'at length, in blocks'}}]}]}""";

        assertThat(read(message)).isEqualTo("""
                Alert
                Prom
                CPU (https://p)
                over 90 > 80
                Host: a<b
                x
                [button: Silence]
                eu-1
                only this
                at length, in blocks""");
    }

    @Test
    void readsSharedMessages() {
        String message = """
                {'user':'U1','text':'look','attachments':[
                  {'is_share':true,'is_msg_unfurl':true,'author_name':'Ann','fallback':'[Ann] hi','text':'hi <@U2>',
                   'message_blocks':[{'team':'T1','message':{'blocks':[{'type':'rich_text','elements':[
                     {'type':'rich_text_section','elements':[{'type':'text','text':'hi '},{'type':'user','user_id':'U2'}]}]}]}}],
                   'files':[{'name':'a.pdf'},{'title':'Plan'}]},
                  {'message_blocks':[{'message':{'blocks':[{'type':'section','text':{'type':'mrkdwn','text':'from blocks'}}]}}]},
                  {'is_msg_unfurl':true,'fallback':'nothing else'}]}""";

        assertThat(read(message)).isEqualTo("""
                look
                [forwarded message: Ann]
                hi <@U2>
                [file: a.pdf]
                [file: Plan]
                [forwarded message]
                from blocks
                [forwarded message]
                nothing else""");
    }

    @Test
    void leavesOutWhatIsShownOfALink() {
        String message = """
                {'user':'U1','text':'see <https://x.y/a>','attachments':[
                  {'from_url':'https://x.y/a','original_url':'https://x.y/a','title':'A page','text':'its words'},
                  {'is_app_unfurl':true,'title':'A ticket'}]}""";

        assertThat(read(message)).isEqualTo("see https://x.y/a");
        assertThat(leftOut.count(LeftOut.Kind.LINK_PREVIEW)).isEqualTo(2);
    }

    @Test
    void cutsWhatIsLongerThanABody() {
        String read = read("{'text':'" + "ä".repeat(50_000) + "'}");

        assertThat(read).endsWith("\n[cut]");
        assertThat(read.getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(InboundMessageEvent.DEFAULT_BODY_BYTES_MAX);
        assertThat(leftOut.count(LeftOut.Kind.TEXT_END)).isOne();
    }

    @Test
    void readsNothingWhereThereIsNothing() {
        assertThat(read("{}")).isEmpty();
        assertThat(read("{'text':null,'blocks':[],'attachments':{}}")).isEmpty();
        assertThat(read("{'text':'  ','blocks':[{'type':'divider'}]}")).isBlank();
    }

    private String read(String json) {
        JsonNode message = WireFormat.read(json.replace('\'', '"'), JsonNode.class);
        return SlackText.of(message, leftOut);
    }
}
