package io.palyra.connectors.protocol;

/** How an attachment is shown. */
public enum AttachmentKind implements WireEnum {
    IMAGE,
    FILE
}
