package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.platform.http.RequestException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that say that there is more, and not where: what they leave out would be missed, or posted a second time. */
class HistoryTest {

    private OpenSlack open;
    private FakeSlack slack;
    private History history;

    @BeforeEach
    void start() throws Exception {
        open = OpenSlack.start();
        slack = open.slack();
        history = new History(open.session().api());
    }

    @AfterEach
    void stop() throws Exception {
        open.close();
    }

    private void answersNext(String method, Message... given) {
        List<String> messages = new ArrayList<>();
        for (Message message : given) {
            messages.add(message.json().toString());
        }
        slack.faults()
                .next(
                        "POST",
                        "/" + method,
                        Fault.status(
                                200,
                                "application/json",
                                "{\"ok\":true,\"has_more\":true,\"messages\":" + messages + "}"));
    }

    private List<String> all(History.Range range) throws RequestException {
        List<String> texts = new ArrayList<>();
        String cursor = "";
        do {
            Page page = history.page(range.from(cursor));
            page.messages().forEach(message -> texts.add(text(message, "text")));
            cursor = page.cursor();
        } while (!cursor.isEmpty());
        return texts;
    }

    @Test
    void aChannelIsReadOnBeforeTheOldestOne() throws Exception {
        slack.says(slack.channel(), slack.user(), "one");
        Message two = slack.says(slack.channel(), slack.user(), "two");
        Message three = slack.says(slack.channel(), slack.user(), "three");
        answersNext("conversations.history", three, two);

        assertThat(all(History.Range.of(slack.channel().id(), Ts.ZERO, MessagePages.END)))
                .containsExactly("three", "two", "one");
    }

    @Test
    void aThreadIsReadOnBehindTheNewestOne() throws Exception {
        Message first = slack.says(slack.channel(), slack.user(), "first");
        Message one = slack.says(slack.channel(), slack.user(), Words.of("one").below(first));
        slack.says(slack.channel(), slack.user(), Words.of("two").below(first));
        answersNext("conversations.replies", first, one);

        assertThat(all(History.Range.of(slack.channel().id(), Ts.ZERO, MessagePages.END)
                        .in(first.ts())))
                .containsSubsequence("first", "one", "two");
    }

    @Test
    void nothingAtAllIsNoEnd() {
        answersNext("conversations.history");

        assertThatThrownBy(() -> all(History.Range.of(slack.channel().id(), Ts.ZERO, MessagePages.END)))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("has more");
    }
}
