package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Camel's own schema of its YAML, by which visual editors open files, accepts ours. */
class YamlSchemaTest {

    private static Schema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream json = YamlSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(json, InputFormat.JSON);
        }
    }

    static Stream<Path> files() throws IOException {
        return Stream.concat(
                RoutesUnderTest.yamlFiles(RoutesUnderTest.REAL).stream(),
                RoutesUnderTest.yamlFiles(RoutesUnderTest.REAL.resolve("examples")).stream());
    }

    @ParameterizedTest
    @MethodSource("files")
    void accepts(Path file) throws IOException {
        assertThat(schema.validate(Files.readString(file), InputFormat.YAML)).isEmpty();
    }

    @Test
    void wouldRefuseAStepThatDoesNotExist() {
        String yaml = """
                - route:
                    from:
                      uri: direct:a
                      steps:
                        - sendTo: direct:b
                """;

        assertThat(schema.validate(yaml, InputFormat.YAML)).isNotEmpty();
    }
}
