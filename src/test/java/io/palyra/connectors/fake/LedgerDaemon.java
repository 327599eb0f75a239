package io.palyra.connectors.fake;

import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.RoutedOutboundMessage;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A daemon for {@code class:} endpoints. It answers with the text that it is told, and keeps a ledger of every question
 * that it has understood: {@code conversation TAB envelope TAB text}, synced before it answers.
 */
public class LedgerDaemon {

    private String file = "";

    public void setFile(String file) {
        this.file = file;
    }

    public String route(String question) throws IOException {
        InboundMessageEvent event = WireFormat.read(question, InboundMessageEvent.class);
        Points.reach("daemon: asked " + event.envelopeId());
        try (SyncedLines ledger = new SyncedLines(Path.of(file))) {
            ledger.add(event.conversationId().value(), event.envelopeId().value(), event.body());
        }
        Points.reach("daemon: answers " + event.envelopeId());
        return WireFormat.write(RouteInboundResult.accepted(
                "for " + event.envelopeId(), List.of(RoutedOutboundMessage.text(event.body()))));
    }
}
