package io.palyra.connectors.daemon.gateway;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** How the gateway of a daemon is reached. */
@UriParams
public class GatewayConfiguration implements Cloneable {

    /** What the daemon takes for one message unless it is configured otherwise. */
    static final int DEFAULT_PAYLOAD_BYTES = 32 * 1024;

    /** What the header {@code grpc-timeout} can say with its eight digits, 27 hours. */
    static final long TIMEOUT_MS_MAX = 99_999_999;

    private static final String SETTING = "camel.component.palyra-gateway.";

    @UriParam(
            label = "security",
            secret = true,
            description = "The daemon's connector token, or its admin token, as a reference such as {{env:NAME}}")
    private String token = "";

    @UriParam(
            defaultValue = "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            description = "Id by which the daemon knows this program, a ULID")
    private String deviceId = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    @UriParam(label = "security", description = "Whether to speak TLS")
    private boolean tls;

    @UriParam(
            label = "security",
            description =
                    "PEM file with the certificates that the daemon's has to be signed by; those of the Java runtime unless set")
    private String caFile = "";

    @UriParam(label = "security", description = "PEM file with this program's certificate and its chain, for mTLS")
    private String certFile = "";

    @UriParam(label = "security", description = "PEM file with the private key of certFile, unencrypted PKCS 8")
    private String keyFile = "";

    @UriParam(
            label = "security",
            description = "Name that the daemon's certificate has to have where it is not that of the address")
    private String serverName = "";

    @UriParam(
            defaultValue = "32768",
            description =
                    "The most bytes of text, at most max_message_bytes of the daemon: it refuses a message that states more")
    private int maxPayloadBytes = DEFAULT_PAYLOAD_BYTES;

    @UriParam(
            description = "Labels of the security context, separated by commas; json_mode has the daemon answer with"
                    + " structured JSON and A2UI")
    private String labels = "";

    @UriParam(
            defaultValue = "2",
            description =
                    "How many messages of one connector the daemon is asked about at once, at most concurrency_limit of the daemon")
    private int callsPerConnector = 2;

    @UriParam(
            label = "advanced",
            defaultValue = "120s",
            javaType = "java.time.Duration",
            description = "How long a call may take; palyra-daemon hands its own timeout over")
    @Metadata
    private long timeout = 120_000;

    /** @throws IllegalArgumentException with the setting that is wrong */
    void check() {
        if (!Ulid.isValid(deviceId)) {
            throw wrong("deviceId", deviceId, "has to be a ULID, 26 characters of Crockford's base 32");
        }
        if (!token.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            throw wrong("token", "***", "has a space, a line break or another character that no token has");
        }
        if (timeout < 1 || timeout > TIMEOUT_MS_MAX) {
            throw wrong("timeout", timeout, "has to be 1 ms at least and " + TIMEOUT_MS_MAX + " at most");
        }
        if (maxPayloadBytes < 1) {
            throw wrong("maxPayloadBytes", maxPayloadBytes, "has to be 1 at least");
        }
        if (callsPerConnector < 1) {
            throw wrong("callsPerConnector", callsPerConnector, "has to be 1 at least");
        }
        if (certFile.isEmpty() != keyFile.isEmpty()) {
            throw wrong(
                    certFile.isEmpty() ? "certFile" : "keyFile",
                    "",
                    "is missing: a certificate and its key belong together");
        }
        if (!tls && !(caFile + certFile + serverName).isEmpty()) {
            throw wrong("tls", false, "has to be true with caFile, certFile or serverName");
        }
        for (String file : List.of(caFile, certFile, keyFile)) {
            if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
                throw wrong(
                        file.equals(caFile) ? "caFile" : file.equals(certFile) ? "certFile" : "keyFile",
                        file,
                        "cannot be read");
            }
        }
    }

    private static IllegalArgumentException wrong(String option, Object value, String what) {
        return new IllegalArgumentException(SETTING + option + "=" + value + " " + what);
    }

    GatewayConfiguration copy() {
        try {
            return (GatewayConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    List<String> labelList() {
        return Arrays.stream(labels.split(","))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .toList();
    }

    public String getToken() {
        return token;
    }

    public void setToken(String token) {
        this.token = token;
    }

    public String getDeviceId() {
        return deviceId;
    }

    public void setDeviceId(String deviceId) {
        this.deviceId = deviceId;
    }

    public boolean isTls() {
        return tls;
    }

    public void setTls(boolean tls) {
        this.tls = tls;
    }

    public String getCaFile() {
        return caFile;
    }

    public void setCaFile(String caFile) {
        this.caFile = caFile;
    }

    public String getCertFile() {
        return certFile;
    }

    public void setCertFile(String certFile) {
        this.certFile = certFile;
    }

    public String getKeyFile() {
        return keyFile;
    }

    public void setKeyFile(String keyFile) {
        this.keyFile = keyFile;
    }

    public String getServerName() {
        return serverName;
    }

    public void setServerName(String serverName) {
        this.serverName = serverName;
    }

    public int getMaxPayloadBytes() {
        return maxPayloadBytes;
    }

    public void setMaxPayloadBytes(int maxPayloadBytes) {
        this.maxPayloadBytes = maxPayloadBytes;
    }

    public String getLabels() {
        return labels;
    }

    public void setLabels(String labels) {
        this.labels = labels;
    }

    public int getCallsPerConnector() {
        return callsPerConnector;
    }

    public void setCallsPerConnector(int callsPerConnector) {
        this.callsPerConnector = callsPerConnector;
    }

    public long getTimeout() {
        return timeout;
    }

    public void setTimeout(long timeout) {
        this.timeout = timeout;
    }
}
