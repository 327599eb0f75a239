package io.palyra.connectors.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** What lies below a connection: Vert.x has no public way to it. For the event loop. */
public final class Channels {

    private Channels() {}

    static ChannelHandlerContext context(HttpConnection connection) {
        return ((ConnectionBase) connection).channelHandlerContext();
    }

    /**
     * Ends a connection at once. What was written and not taken is dropped, here and in the system's buffers: to close it in order
     * would be to wait until its client takes that.
     */
    public static void cut(HttpConnection connection) {
        ChannelPipeline pipeline = context(connection).pipeline();
        pipeline.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        pipeline.firstContext().close();
    }
}
