package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a connector can do. What is not declared is not supported; what is declared must work. */
public record ConnectorCapabilitySet(
        Capability lifecycle,
        Capability status,
        Capability logs,
        Capability healthRefresh,
        Capability resolve,
        Capability pairings,
        Capability qr,
        Capability webhookIngress,
        MessageCapabilities message,
        ContentCapabilities content,
        CapabilityLimits limits) {
    @JsonCreator
    public ConnectorCapabilitySet {
        lifecycle = Capability.orNotDeclared(lifecycle);
        status = Capability.orNotDeclared(status);
        logs = Capability.orNotDeclared(logs);
        healthRefresh = Capability.orNotDeclared(healthRefresh);
        resolve = Capability.orNotDeclared(resolve);
        pairings = Capability.orNotDeclared(pairings);
        qr = Capability.orNotDeclared(qr);
        webhookIngress = Capability.orNotDeclared(webhookIngress);
        message = message == null ? MessageCapabilities.of(feature -> null) : message;
        content = content == null ? ContentCapabilities.of(feature -> null) : content;
        Checks.required(limits, "limits");
    }

    public Capability of(ConnectorFeature feature) {
        return switch (feature) {
            case LIFECYCLE -> lifecycle;
            case STATUS -> status;
            case LOGS -> logs;
            case HEALTH_REFRESH -> healthRefresh;
            case RESOLVE -> resolve;
            case PAIRINGS -> pairings;
            case QR -> qr;
            case WEBHOOK_INGRESS -> webhookIngress;
        };
    }

    public Capability of(MessageFeature feature) {
        return message.of(feature);
    }

    public Capability of(ContentFeature feature) {
        return content.of(feature);
    }

    /** Starts with nothing supported. */
    public static Builder builder(CapabilityLimits limits) {
        return new Builder(limits);
    }

    /** Nothing supported, all of it for one reason. */
    public static ConnectorCapabilitySet deferred(String reason) {
        Builder builder = builder(CapabilityLimits.text(OutboundMessageRequest.TEXT_BYTES_MAX));
        for (ConnectorFeature feature : ConnectorFeature.values()) {
            builder.refuses(feature, reason);
        }
        for (MessageFeature feature : MessageFeature.values()) {
            builder.refuses(feature, reason);
        }
        for (ContentFeature feature : ContentFeature.values()) {
            builder.refuses(feature, reason);
        }
        return builder.build();
    }

    /** Declares capabilities one by one; the last word on one counts. For one thread. */
    public static final class Builder {
        private final CapabilityLimits limits;
        private final Map<ConnectorFeature, Capability> features = new EnumMap<>(ConnectorFeature.class);
        private final Map<MessageFeature, Capability> messageFeatures = new EnumMap<>(MessageFeature.class);
        private final Map<ContentFeature, Capability> contentFeatures = new EnumMap<>(ContentFeature.class);

        private Builder(CapabilityLimits limits) {
            this.limits = limits;
        }

        public Builder supports(ConnectorFeature... supported) {
            for (ConnectorFeature feature : supported) {
                features.put(feature, Capability.declared());
            }
            return this;
        }

        /**
         * Supported, with what every connector has to observe for it.
         *
         * @param requiredPermissions what the platform must have granted, in the platform's words
         */
        public Builder supports(MessageFeature feature, String... requiredPermissions) {
            List<String> permissions = List.of(requiredPermissions);
            messageFeatures.put(feature, new Capability(true, null, null, null, null, null, permissions));
            return this;
        }

        public Builder supports(ContentFeature... supported) {
            for (ContentFeature feature : supported) {
                contentFeatures.put(feature, Capability.declared());
            }
            return this;
        }

        /** Not supported, for a reason better than that nobody declared it. */
        public Builder refuses(ConnectorFeature feature, String reason) {
            features.put(feature, Capability.unsupported(reason));
            return this;
        }

        /** Not supported, for a reason better than that nobody declared it. */
        public Builder refuses(MessageFeature feature, String reason) {
            messageFeatures.put(feature, Capability.unsupported(reason));
            return this;
        }

        /** Left out of messages, for a reason better than that nobody declared it. */
        public Builder refuses(ContentFeature feature, String reason) {
            contentFeatures.put(feature, Capability.unsupported(reason));
            return this;
        }

        public ConnectorCapabilitySet build() {
            return new ConnectorCapabilitySet(
                    declared(ConnectorFeature.LIFECYCLE),
                    declared(ConnectorFeature.STATUS),
                    declared(ConnectorFeature.LOGS),
                    declared(ConnectorFeature.HEALTH_REFRESH),
                    declared(ConnectorFeature.RESOLVE),
                    declared(ConnectorFeature.PAIRINGS),
                    declared(ConnectorFeature.QR),
                    declared(ConnectorFeature.WEBHOOK_INGRESS),
                    MessageCapabilities.of(messageFeatures::get),
                    ContentCapabilities.of(contentFeatures::get),
                    limits);
        }

        private Capability declared(ConnectorFeature feature) {
            return Capability.orNotDeclared(features.get(feature));
        }
    }
}
