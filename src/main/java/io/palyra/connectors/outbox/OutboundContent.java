package io.palyra.connectors.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.List;

/** What a body says. Where it goes and under which id is said by the endpoint and the headers too. */
sealed interface OutboundContent {

    /** The text of a message and its files. */
    record Words(String text, List<AttachmentRef> attachments) implements OutboundContent {}

    /** A message as a record. */
    record Request(OutboundMessageRequest request) implements OutboundContent {}

    /** A message as a tree of JSON, whose ids may be left out. */
    record Tree(ObjectNode fields) implements OutboundContent {}
}
