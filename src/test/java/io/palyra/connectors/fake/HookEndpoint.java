package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.protocol.ConnectorId;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

@UriEndpoint(scheme = "palyra-hook", title = "Palyra Hook", syntax = "palyra-hook:name", firstVersion = "0.1.0")
public class HookEndpoint extends ConnectorEndpoint {

    @UriParam
    private String file = "";

    @UriParam
    private boolean calls = true;

    public HookEndpoint(String uri, ConnectorComponent component, ConnectorId connectorId) {
        super(uri, component, connectorId);
    }

    public String getFile() {
        return file;
    }

    /** Where a line is added for each message that is sent. */
    public void setFile(String file) {
        this.file = file;
    }

    public boolean isCalls() {
        return calls;
    }

    /** Whether it takes calls. */
    public void setCalls(boolean calls) {
        this.calls = calls;
    }
}
