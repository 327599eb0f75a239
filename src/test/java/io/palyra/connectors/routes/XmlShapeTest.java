package io.palyra.connectors.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlShapeTest {

    private static Optional<String> complaint(String content) {
        return XmlShape.complaint(content.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<routes xmlns='http://camel.apache.org/schema/spring'><route id='a'><from uri='direct:a'/></route></routes>",
                "<?xml version='1.0'?><!-- mine --><route/>",
                "<camel><bean name='x' type='y'/></camel>"
            })
    void takesWhatCamelTakes(String content) {
        assertThat(complaint(content)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '<routes><rout'                     | line 1 is no XML
                    '<routes><route></routes>'          | line 1 is no XML
                    'hello'                             | line 1 is no XML
                    '<project/>'                        | <project> is not <routes>
                    '<!DOCTYPE r [<!ENTITY e SYSTEM "file:/etc/passwd">]><routes>&e;</routes>' | line 1 is no XML
                    """)
    void refusesWhatCamelWouldPassOver(String content, String mention) {
        assertThat(complaint(content)).hasValueSatisfying(it -> assertThat(it).contains(mention));
    }

    @Test
    void namesTheFile() {
        RouteFile file = new RouteFile("file:routes/x.camel.xml", Path.of("/routes/x.camel.xml"), "<routes>");

        assertThat(file.complaint())
                .hasValueSatisfying(it -> assertThat(it).hasMessageStartingWith("x.camel.xml: line 1"));
    }
}
