package io.palyra.connectors.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;

/**
 * Cuts a connection on which too many requests were sent ahead of their answers. Vert.x keeps each of those in memory, a
 * hundred times its size on the wire, and does not bound them.
 */
public final class PipeliningLimit extends ChannelDuplexHandler {

    /** Requests whose answer is not on its way to the client yet, the one in hand included. */
    public static final int AHEAD_MAX = 16;

    private int ahead;

    private PipeliningLimit() {}

    static void on(HttpConnection connection) {
        ChannelHandlerContext vertx = Channels.context(connection);
        ChannelPipeline pipeline = vertx.pipeline();
        pipeline.addBefore(vertx.name(), "palyra-pipelining", new PipeliningLimit());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            ahead++;
        }
        if (ahead > AHEAD_MAX) {
            ReferenceCountUtil.release(message);
            context.close();
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        boolean interim = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !interim) {
            // Not before the socket has taken it: who reads nothing gets no further answers made
            context.write(message, written.unvoid().addListener(done -> ahead--));
        } else {
            context.write(message, written);
        }
    }
}
