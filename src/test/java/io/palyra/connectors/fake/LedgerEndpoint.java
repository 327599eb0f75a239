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

    @UriParam
    private String feed = "";

    @UriParam
    private String tokens = "";

    @UriParam
    private boolean recognisesResends = true;

    @UriParam
    private int answerAfterMs;

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

    public String getFeed() {
        return feed;
    }

    /** The {@link Feed} of what it receives; empty: nothing. */
    public void setFeed(String feed) {
        this.feed = feed;
    }

    public String getTokens() {
        return tokens;
    }

    /** {@code random}: another idempotency token for each send, which is wrong. */
    public void setTokens(String tokens) {
        this.tokens = tokens;
    }

    public boolean isRecognisesResends() {
        return recognisesResends;
    }

    public void setRecognisesResends(boolean recognisesResends) {
        this.recognisesResends = recognisesResends;
    }

    public int getAnswerAfterMs() {
        return answerAfterMs;
    }

    /** So long after it has taken a message. */
    public void setAnswerAfterMs(int answerAfterMs) {
        this.answerAfterMs = answerAfterMs;
    }
}
