package io.palyra.connectors.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.spi.Metadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page is what the program says of itself. With {@code -Dreference.write=true} it is written. */
class ReferencePageTest {

    @TempDir
    static Path folder;

    private static ProgramUnderTest program;

    @BeforeAll
    static void start() throws Exception {
        program = ProgramUnderTest.start(folder, Map.of());
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(ReferencePage.FILE, ReferencePage.of(program.context()));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    @Test
    void isCurrent() {
        assertThat(ReferencePage.FILE)
                .as("what routes can refer to has changed; %s makes the page anew", ReferencePage.COMMAND)
                .content()
                .isEqualTo(ReferencePage.of(program.context()));
    }

    static Stream<Field> headers() {
        return Arrays.stream(PalyraConstants.class.getFields());
    }

    /** Every constant is a header with a description, unless it is said to be an exchange property. */
    @ParameterizedTest
    @MethodSource("headers")
    void hasEachHeaderOfTheConstants(Field constant) throws Exception {
        String name = (String) constant.get(null);
        if (List.of("PalyraDeliveryReceipt", "PalyraDeliveryFailure", "PalyraDaemonFailure", "PalyraRendered")
                        .contains(name)
                || name.equals(PalyraConstants.OWN_ENVELOPE_ID)) {
            return;
        }
        Metadata described = constant.getAnnotation(Metadata.class);

        assertThat(described).as(name).isNotNull();
        assertThat(described.description()).as(name).containsAnyOf("Set on ", "Set by ", "Read by ");
        assertThat(Files.readString(ReferencePage.FILE))
                .contains("| `" + name + "` | " + described.javaType() + " | " + described.description() + " |");
    }

    @Test
    void leavesNoBeanOut() {
        assertThat(RouteBeans.unlisted(program.context()))
                .as("beans of the program: are routes to refer to them?")
                .isEmpty();
    }

    /** So that every test of the program is one of the page's event fields. */
    @Test
    void noEventSaysMoreThanItsTypeDeclares() {
        ConnectorEvent event =
                ConnectorEvent.of(ProgramUnderTest.ECHO, EventType.QUEUE_RESUMED, EventLevel.INFO, "queue resumed");

        assertThatThrownBy(() -> event.with("mood", "good"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("queue.resumed")
                .hasMessageContaining("mood");
    }
}
