package io.palyra.connectors.route;

import static io.palyra.connectors.route.EngineersRoutes.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palyra.connectors.adapter.EnvelopeHeaders;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InboundMessageEventBuilder;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.test.PalyraExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The filters of the page on routes, each as it stands there, as the steps of a route. */
class FiltersOnThePageTest {

    private static final Pattern STEPS = Pattern.compile("```yaml\n(steps:\n.*?)```", Pattern.DOTALL);

    private static final AtomicInteger MESSAGES = new AtomicInteger();

    private static final List<String> FILTERS = filters();

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program().routeFile("filters.camel.yaml", routes());

    private static List<String> filters() {
        try {
            String page = Files.readString(Path.of("src/main/docs/routes.md"));
            return STEPS.matcher(page.substring(page.indexOf("## Filters")))
                    .results()
                    .map(found -> found.group(1).replace("{{connectorId}}", ECHO.value()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One for each filter. */
    private static String routes() {
        return IntStream.range(0, FILTERS.size())
                .mapToObj(n -> "- route:\n    id: filter-" + n + "\n    from:\n      uri: direct:filter-" + n + "\n"
                        + FILTERS.get(n).indent(6))
                .collect(Collectors.joining());
    }

    @Test
    void thereAreFive() {
        assertThat(FILTERS).hasSize(5);
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
        Exchange end = palyra.template().request("direct:filter-" + filter, made -> {
            made.getMessage().setBody(event);
            EnvelopeHeaders.of(event, made.getMessage());
        });
        assertThat(end.getException()).isNull();
        return !palyra.store("SELECT state FROM palyra_inbox_v1 WHERE envelope_id = '" + event.envelopeId() + "'")
                .isEmpty();
    }
}
