package io.palyra.connectors.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Camel's own catalog, which editors ask, knows our endpoints once it has read {@code component.properties}. */
class CatalogTest {

    private static final CamelCatalog CATALOG = new DefaultCamelCatalog();

    @BeforeAll
    static void addOurs() {
        CamelMetadata.components()
                .forEach((scheme, type) -> CATALOG.addComponent(
                        scheme, type, CamelMetadata.description(scheme, type).toString()));
    }

    @Test
    void knowsEachComponentAndItsHome() {
        assertThat(CamelMetadata.components().keySet())
                .contains(
                        "palyra-echo",
                        "palyra-discord",
                        "palyra-outbox",
                        "palyra-inbox",
                        "palyra-access",
                        "palyra-events")
                .allSatisfy(scheme -> {
                    assertThat(CATALOG.findComponentNames()).contains(scheme);
                    assertThat(CATALOG.componentModel(scheme).getArtifactId()).isEqualTo("palyra-connectors");
                    assertThat(CATALOG.componentModel(scheme).getDescription()).isNotBlank();
                });
    }

    /** Camel's build drops some characters from descriptions without a word. */
    @Test
    void hasEachOptionsDescriptionAsItIsWritten() throws Exception {
        for (Map.Entry<String, String> component : CamelMetadata.components().entrySet()) {
            Class<?> endpoint = Class.forName(component.getValue().replace("Component", "Endpoint"));
            assertThat(CATALOG.componentModel(component.getKey()).getEndpointOptions())
                    .extracting(BaseOptionModel::getDescription)
                    .containsAll(descriptions(endpoint));
        }
    }

    private static List<String> descriptions(Class<?> endpoint) {
        return Stream.<Class<?>>iterate(endpoint, type -> type != DefaultEndpoint.class, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .flatMap(field -> field.getType().isAnnotationPresent(UriParams.class)
                        ? Arrays.stream(field.getType().getDeclaredFields())
                        : Stream.of(field))
                .flatMap(field -> Stream.concat(
                        Stream.ofNullable(field.getAnnotation(UriPath.class)).map(UriPath::description),
                        Stream.ofNullable(field.getAnnotation(UriParam.class)).map(UriParam::description)))
                .toList();
    }

    @Test
    void acceptsUrisAsRoutesWriteThem() {
        assertValid("palyra-outbox:echo:default?conversationId=team&bodyType=envelope");
        assertValid("palyra-inbox:echo:default");
        assertValid("palyra-access:echo:default");
        assertValid("palyra-events:outbox.dead_letter,outbox.unknown?level=warn&from=beginning&onFailure=skip");
        assertValid("palyra-echo:default?operation=send");
        assertValid("palyra-settle:outbox");
    }

    private static void assertValid(String uri) {
        EndpointValidationResult result = CATALOG.validateEndpointProperties(uri);
        assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
    }

    @Test
    void namesAWrongOptionAndAWrongValue() {
        assertThat(CATALOG.validateEndpointProperties("palyra-outbox:echo:default?conversation=team")
                        .getUnknown())
                .containsExactly("conversation");
        assertThat(CATALOG.validateEndpointProperties("palyra-outbox:echo:default?bodyType=html")
                        .getInvalidEnum())
                .containsKey("bodyType");
        assertThat(CATALOG.validateEndpointProperties("palyra-events:*?onFailure=stop")
                        .getInvalidEnum())
                .containsKey("onFailure");
    }

    @Test
    void offersTheHeadersOfAnEndpoint() {
        assertThat(CATALOG.componentModel("palyra-events").getEndpointHeaders())
                .extracting(BaseOptionModel::getName)
                .contains("CamelPalyraEventType", "CamelPalyraEventEnvelopeId")
                .doesNotContain("CamelPalyraSenderId");
        assertThat(CATALOG.componentModel("palyra-outbox").getEndpointHeaders())
                .extracting(BaseOptionModel::getName)
                .contains("CamelPalyraCaption", "CamelPalyraOutboxEnvelopeId")
                .doesNotContain("CamelPalyraVerdict", "CamelPalyraEventType");
    }

    @Test
    void tellsWhichSideAnEndpointIsFor() {
        assertThat(CATALOG.componentModel("palyra-events").isConsumerOnly()).isTrue();
        assertThat(CATALOG.componentModel("palyra-settle").isProducerOnly()).isTrue();
    }
}
