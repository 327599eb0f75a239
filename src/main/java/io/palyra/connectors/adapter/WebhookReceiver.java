package io.palyra.connectors.adapter;

/**
 * An adapter that takes calls of its platform over HTTP: webhooks. They come in on the port that {@code palyra.ingress.port}
 * opens, at {@code /connectors/<kind>/<name>} and whatever lies below it; the kind declares {@code webhook_ingress}.
 *
 * <p>Who calls is a stranger until the adapter has checked him: the port asks for no token and takes any method.
 */
public interface WebhookReceiver {

    /**
     * Takes one call, from {@link ConnectorAdapter#start} on until shortly before {@link ConnectorAdapter#stop}, which waits up
     * to 5 s for calls in hand. May block; called from several threads at once, in no order. What is emitted by one call keeps its order; where
     * the platform makes several calls for one conversation at once, their order is the platform's matter.
     *
     * <p>Answer with success only after {@link InboundSink#emit} has returned: then the message is committed. Platforms give
     * their calls again otherwise, so the same message has to have the same envelope id each time.
     *
     * @throws InboundRefusedException as the sink has thrown it: answered 503 with {@code Retry-After}, so that the platform
     *     calls again; 200 where it is for good, as no repeat would help
     * @throws RuntimeException answered 500 without a word, and logged
     */
    WebhookAnswer receive(WebhookCall call) throws InboundRefusedException;

    /**
     * Whether this instance, as its options are, takes calls. Where not, they are answered 404; where it does and there is no
     * such port, the instance does not start and is {@code misconfigured}. Must not block.
     */
    default boolean takesCalls() {
        return true;
    }
}
