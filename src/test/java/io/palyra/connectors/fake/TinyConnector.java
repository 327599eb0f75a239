package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.MessageFeature;
import java.util.List;
import java.util.regex.Pattern;

/** A platform that takes twenty characters and one small attachment in a message, and an ampersand only as {@code &amp;}. */
public final class TinyConnector implements ConnectorType {

    public static final int TEXT_CHARS_MAX = 20;
    public static final int ATTACHMENT_BYTES_MAX = 100;

    private static final String ENTITY = "&amp;";

    static final ConnectorKind KIND = new ConnectorKind("tiny");

    @Override
    public ConnectorKind kind() {
        return KIND;
    }

    @Override
    public Availability availability() {
        return Availability.INTERNAL_TEST_ONLY;
    }

    @Override
    public ConnectorCapabilitySet capabilities() {
        return ConnectorCapabilitySet.builder(
                        CapabilityLimits.text(TEXT_CHARS_MAX).attachments(1, ATTACHMENT_BYTES_MAX))
                .supports(MessageFeature.SEND)
                .build();
    }

    @Override
    public Markup markup() {
        return new Escaping();
    }

    private static final class Escaping implements Markup {

        @Override
        public String render(String text) {
            return text.replace("&", ENTITY);
        }

        @Override
        public List<CodeBlock> codeBlocks(String text) {
            return List.of();
        }

        @Override
        public List<Span> units(String text) {
            return Pattern.compile(ENTITY)
                    .matcher(text)
                    .results()
                    .map(entity -> new Span(entity.start(), entity.end()))
                    .toList();
        }
    }
}
