package io.palyra.connectors.program;

import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Who this program is to others on its store. */
final class ThisNode {

    private static final String NAMELESS = "localhost";

    private ThisNode() {}

    static NodeIdentity of(Settings.Node settings) {
        String version = Optional.ofNullable(ThisNode.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new NodeIdentity(
                settings.name().orElseGet(ThisNode::machine),
                version,
                settings.url().orElse(null),
                settings.lease());
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return NAMELESS;
        }
    }
}
