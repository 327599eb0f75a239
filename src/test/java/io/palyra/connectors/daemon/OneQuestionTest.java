package io.palyra.connectors.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.RawHttp;
import io.palyra.connectors.fake.RawHttp.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A daemon behind HTTP is asked once per call, whatever it answers and however the connection ends: a second request may be
 * a second run. Over kept connections, which is where HTTP clients like to try once more.
 */
class OneQuestionTest {

    private RawHttp daemon;
    private DefaultCamelContext context;
    private FluentProducerTemplate client;

    @BeforeEach
    void start() throws Exception {
        daemon = new RawHttp();
        context = new DefaultCamelContext();
        context.start();
        client = context.createFluentProducerTemplate();
        client.setDefaultEndpointUri(HttpDaemon.complete(daemon.uri(), 2_000, context));
    }

    @AfterEach
    void stop() throws Exception {
        client.stop();
        context.close();
        daemon.close();
    }

    private int requestsOf(Answer answer) {
        int before = daemon.requests();
        ask(answer);
        return daemon.requests() - before;
    }

    private Exchange ask(Answer answer) {
        daemon.answers(answer);
        return client.withBody("{}").withHeader(Exchange.HTTP_METHOD, "POST").send();
    }

    @Test
    void forEveryStatusWithEveryInvitationToAskAgain() {
        String invitations = "Retry-After: 0\r\nLocation: " + daemon.uri() + "\r\n"
                + "WWW-Authenticate: Basic realm=\"a\"\r\nProxy-Authenticate: Basic realm=\"a\"\r\n";
        List<String> wrong = new ArrayList<>();
        for (int status = 200; status < 600; status++) {
            boolean bare = status == 204 || status == 205 || status == 304;
            int requests = requestsOf(Answer.of(status, invitations, bare ? "" : "<html></html>"));
            if (requests != 1) {
                wrong.add(status + ": " + requests);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void forEveryCut() {
        for (int status : new int[] {200, 408, 429, 503}) {
            Answer whole =
                    Answer.of(status, "Retry-After: 0\r\nContent-Type: application/json\r\n", "{\"accepted\":true}");
            int length = whole.bytes().length;
            for (int cut : new int[] {0, 5, 20, length - 18, length - 10, length - 1}) {
                requestsOf(Answer.of(200, "", "")); // Leaves a connection to use again
                int connections = daemon.connections();
                assertThat(requestsOf(whole.cutTo(cut)))
                        .as(status + " cut to " + cut)
                        .isEqualTo(1);
                assertThat(daemon.connections())
                        .as("opened for the one that was cut")
                        .isEqualTo(connections);
            }
        }
    }

    @Test
    void whenAnAnswerThatIsNotTheLastComesFirst() {
        byte[] early = "HTTP/1.1 103 .\r\nLink: a\r\n\r\nHTTP/1.1 200 .\r\nContent-Length: 0\r\n\r\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        Exchange exchange = ask(new Answer(early, false));
        assertThat(daemon.requests()).isEqualTo(1);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
    }
}
