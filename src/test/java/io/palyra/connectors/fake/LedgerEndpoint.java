package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.protocol.ConnectorId;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

@UriEndpoint(scheme = "palyra-ledger", title = "Palyra Ledger", syntax = "palyra-ledger:name", firstVersion = "0.1.0")
public class LedgerEndpoint extends ConnectorEndpoint {

    @UriParam
    private String file = "";

    @UriParam
    private int faultEvery;

    public LedgerEndpoint(String uri, ConnectorComponent component, ConnectorId connectorId) {
        super(uri, component, connectorId);
    }

    public String getFile() {
        return file;
    }

    public void setFile(String file) {
        this.file = file;
    }

    public int getFaultEvery() {
        return faultEvery;
    }

    /** Every n-th send is refused with a wait; 0: none. */
    public void setFaultEvery(int faultEvery) {
        this.faultEvery = faultEvery;
    }
}
