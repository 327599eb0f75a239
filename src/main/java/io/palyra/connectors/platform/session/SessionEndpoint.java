package io.palyra.connectors.platform.session;

import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorId;
import org.apache.camel.spi.UriParam;

/** An instance of a connector whose adapter is a {@link SessionAdapter}: the options that all of those have. */
public abstract class SessionEndpoint extends ConnectorEndpoint {

    /** Bytes of one file, unless the option says otherwise; more than fits in an attachment's inline content. */
    public static final long UPLOAD_BYTES_MAX = 4L * 1024 * 1024;

    @UriParam(
            label = "security",
            defaultValue = "false",
            description = "Lets loopback addresses through, allow list or not. For tests and local proxies")
    private boolean egressAllowLoopback;

    @UriParam(label = "producer", defaultValue = "4194304", description = "Bytes of one uploaded file")
    private long uploadBytesMax = UPLOAD_BYTES_MAX;

    protected SessionEndpoint(String uri, ConnectorComponent component, ConnectorId connectorId) {
        super(uri, component, connectorId);
    }

    @Override
    public CapabilityLimits limits(CapabilityLimits declared) {
        return declared.attachments(declared.attachmentsMax(), uploadBytesMax);
    }

    public boolean isEgressAllowLoopback() {
        return egressAllowLoopback;
    }

    public void setEgressAllowLoopback(boolean egressAllowLoopback) {
        this.egressAllowLoopback = egressAllowLoopback;
    }

    public long getUploadBytesMax() {
        return uploadBytesMax;
    }

    public void setUploadBytesMax(long uploadBytesMax) {
        if (uploadBytesMax < 0) {
            throw new IllegalArgumentException("upload-bytes-max must be at least 0, not " + uploadBytesMax);
        }
        this.uploadBytesMax = uploadBytesMax;
    }
}
