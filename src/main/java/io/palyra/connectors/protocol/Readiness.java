package io.palyra.connectors.protocol;

/** Whether a connector can talk to its platform, and if not, what the operator has to do. */
public enum Readiness implements WireEnum {
    READY,
    /** No token is configured, or its reference resolves to nothing. */
    MISSING_CREDENTIAL,
    /** The platform refused the token or what it is allowed to do. */
    AUTH_FAILED,
    MISCONFIGURED
}
