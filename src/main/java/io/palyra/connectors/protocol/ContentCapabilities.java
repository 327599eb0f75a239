package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a connector shows of a message, or does with it, beside text and attachments. What is not declared is accepted and
 * left out, with an event that says so.
 */
public record ContentCapabilities(
        Capability autoAckText, Capability autoReaction, Capability structuredJson, Capability a2uiUpdate) {
    @JsonCreator
    public ContentCapabilities {
        autoAckText = Capability.orNotDeclared(autoAckText);
        autoReaction = Capability.orNotDeclared(autoReaction);
        structuredJson = Capability.orNotDeclared(structuredJson);
        a2uiUpdate = Capability.orNotDeclared(a2uiUpdate);
    }

    /** Each capability as the function declares it. */
    static ContentCapabilities of(Function<ContentFeature, @Nullable Capability> declared) {
        Function<ContentFeature, Capability> each = feature -> Capability.orNotDeclared(declared.apply(feature));
        return new ContentCapabilities(
                each.apply(ContentFeature.AUTO_ACK_TEXT),
                each.apply(ContentFeature.AUTO_REACTION),
                each.apply(ContentFeature.STRUCTURED_JSON),
                each.apply(ContentFeature.A2UI_UPDATE));
    }

    public Capability of(ContentFeature feature) {
        return switch (feature) {
            case AUTO_ACK_TEXT -> autoAckText;
            case AUTO_REACTION -> autoReaction;
            case STRUCTURED_JSON -> structuredJson;
            case A2UI_UPDATE -> a2uiUpdate;
        };
    }

    /** What the message has and the connector does nothing with. */
    public List<ContentFeature> leftOutOf(OutboundMessageRequest request) {
        return Arrays.stream(ContentFeature.values())
                .filter(feature -> feature.isIn(request) && !of(feature).supported())
                .toList();
    }
}
