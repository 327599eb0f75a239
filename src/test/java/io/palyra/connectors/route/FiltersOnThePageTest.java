package io.palyra.connectors.route;

import static io.palyra.connectors.testkit.ProgramUnderTest.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palyra.connectors.adapter.EnvelopeHeaders;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InboundMessageEventBuilder;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The filters of the page on routes, each as it stands there, as the steps of a route. */
class FiltersOnThePageTest {

    private static final Pattern STEPS = Pattern.compile("```yaml\n(steps:\n.*?)```", Pattern.DOTALL);

    private static final AtomicInteger MESSAGES = new AtomicInteger();

    @TempDir
    static Path folder;

    private static ProgramUnderTest program;
    private static List<String> filters;

    @BeforeAll
    static void start() throws Exception {
        String page = Files.readString(Path.of("src/main/docs/routes.md"));
        filters = STEPS.matcher(page.substring(page.indexOf("## Filters")))
                .results()
                .map(found -> found.group(1))
                .toList();
        RoutesUnderTest routes = RoutesUnderTest.copy(folder);
        for (int n = 0; n < filters.size(); n++) {
            Files.writeString(
                    folder.resolve("routes/filter-" + n + ".camel.yaml"),
                    "- route:\n    id: filter-" + n + "\n    from:\n      uri: direct:filter-" + n + "\n"
                            + filters.get(n)
                                    .replace("{{connectorId}}", ECHO.value())
                                    .indent(6));
        }
        program = ProgramUnderTest.start(folder, routes.with(Map.of()));
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    @Test
    void thereAreFive() {
        assertThat(filters).hasSize(5);
    }

    /** A filter, a message that it lets in, and one that it does not. */
    static Stream<Arguments> kinds() {
        return Stream.of(
                arguments(0, of("when do we deploy?", it -> it), of("hello", it -> it)),
                arguments(1, of("hello // note: there", it -> it), of("Note: nothing\nfor the bot", it -> it)),
                arguments(2, by("ada"), by("mallory")),
                arguments(3, of("hello", it -> it), of("hello", it -> it.senderIsBot(true))),
                arguments(4, of("hello", it -> it.directMessage(true)), of("hello", it -> it)));
    }

    private static InboundMessageEventBuilder message(String sender, String text) {
        return InboundMessageEvent.builder(
                new EnvelopeId("message-" + MESSAGES.incrementAndGet()),
                ECHO,
                new ConversationId("room"),
                new SenderId(sender),
                text);
    }

    private static InboundMessageEvent of(String text, UnaryOperator<InboundMessageEventBuilder> more) {
        return more.apply(message("bob", text)).build();
    }

    private static InboundMessageEvent by(String sender) {
        return message(sender, "hello").build();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void letsInWhatItSays(int filter, InboundMessageEvent wanted, InboundMessageEvent unwanted) {
        assertThat(admitted(filter, wanted)).isTrue();
        assertThat(admitted(filter, unwanted)).isFalse();
    }

    private static boolean admitted(int filter, InboundMessageEvent event) {
        Exchange end = program.application()
                .context()
                .createProducerTemplate()
                .request("direct:filter-" + filter, made -> {
                    made.getMessage().setBody(event);
                    EnvelopeHeaders.of(event, made.getMessage());
                });
        assertThat(end.getException()).isNull();
        return program.inbox(event.envelopeId().value()).isPresent();
    }
}
