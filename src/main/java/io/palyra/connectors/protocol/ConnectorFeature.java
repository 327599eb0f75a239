package io.palyra.connectors.protocol;

/** What a connector may offer besides messages. */
public enum ConnectorFeature implements WireEnum {
    LIFECYCLE,
    STATUS,
    LOGS,
    HEALTH_REFRESH,
    RESOLVE,
    PAIRINGS,
    QR,
    WEBHOOK_INGRESS
}
