package io.palyra.connectors.fake;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import palyra.gateway.v1.OutboundMessage;
import palyra.gateway.v1.RouteMessageRequest;
import palyra.gateway.v1.RouteMessageResponse;

/**
 * A daemon's gateway on loopback, served by gRPC's own server. It records what it is asked, and answers each conversation from a
 * script; the last answer of a script repeats, and a conversation without one gets the body back.
 */
public final class FakeGateway implements AutoCloseable {

    private static final Context.Key<Metadata> METADATA = Context.key("metadata");

    /** One call. */
    public record Question(
            RouteMessageRequest request,
            Metadata metadata,
            @Nullable Duration deadline) {

        public @Nullable String header(String name) {
            return metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        }

        String conversation() {
            return request.getEnvelope().getOrigin().getConversationId();
        }
    }

    /** How one call ends. */
    @FunctionalInterface
    public interface Answer {
        void give(RouteMessageRequest request, StreamObserver<RouteMessageResponse> caller);

        static Answer of(RouteMessageResponse response) {
            return (request, caller) -> {
                caller.onNext(response);
                caller.onCompleted();
            };
        }

        static Answer text(String text) {
            return of(RouteMessageResponse.newBuilder()
                    .setV(1)
                    .setAccepted(true)
                    .setDecisionReason("routed")
                    .addOutputs(OutboundMessage.newBuilder().setText(text))
                    .build());
        }

        static Answer refused(String reason, boolean queuedForRetry) {
            return of(RouteMessageResponse.newBuilder()
                    .setV(1)
                    .setDecisionReason(reason)
                    .setQueuedForRetry(queuedForRetry)
                    .build());
        }

        static Answer status(Status status) {
            return (request, caller) -> caller.onError(status.asRuntimeException());
        }

        /** As an agent that thinks. */
        static Answer after(CountDownLatch thought, Answer answer) {
            return (request, caller) -> new Thread(
                            () -> {
                                try {
                                    thought.await();
                                    answer.give(request, caller);
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            },
                            "fake-gateway")
                    .start();
        }

        /** As an agent that thinks for ever. */
        static Answer never() {
            return (request, caller) -> {};
        }
    }

    private final Server server;
    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
    private final Map<String, Deque<Answer>> scripts = new ConcurrentHashMap<>();
    private final AtomicInteger inHand = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();

    private FakeGateway(int port, @Nullable SslContext tls) throws IOException {
        MethodDescriptor<RouteMessageRequest, RouteMessageResponse> method =
                MethodDescriptor.<RouteMessageRequest, RouteMessageResponse>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName("palyra.gateway.v1.GatewayService/RouteMessage")
                        .setRequestMarshaller(ProtoUtils.marshaller(RouteMessageRequest.getDefaultInstance()))
                        .setResponseMarshaller(ProtoUtils.marshaller(RouteMessageResponse.getDefaultInstance()))
                        .build();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                .addService(ServerServiceDefinition.builder("palyra.gateway.v1.GatewayService")
                        .addMethod(method, ServerCalls.asyncUnaryCall(this::answer))
                        .build())
                .intercept(new MetadataKeeper());
        if (tls != null) {
            builder.sslContext(tls);
        }
        server = builder.build().start();
    }

    public static FakeGateway start() throws IOException {
        return new FakeGateway(0, null);
    }

    /** Starts where another one has listened before. */
    public static FakeGateway start(int port) throws IOException {
        return new FakeGateway(port, null);
    }

    public static FakeGateway start(SslContext tls) throws IOException {
        return new FakeGateway(0, tls);
    }

    public int port() {
        return server.getPort();
    }

    public String uri() {
        return "palyra-gateway:127.0.0.1:" + port();
    }

    /** What to answer to the messages of a conversation, one after the other. */
    public FakeGateway answers(String conversation, Answer... answers) {
        scripts.put(conversation, new ConcurrentLinkedDeque<>(List.of(answers)));
        return this;
    }

    public List<Question> questions() {
        return List.copyOf(questions);
    }

    public List<Question> questions(String conversation) {
        return questions.stream()
                .filter(question -> question.conversation().equals(conversation))
                .toList();
    }

    /** The most questions that waited for their answers at the same time. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    /** How many calls their callers have given up. */
    public int cancelled() {
        return cancelled.get();
    }

    private void answer(RouteMessageRequest request, StreamObserver<RouteMessageResponse> caller) {
        io.grpc.Deadline deadline = Context.current().getDeadline();
        Question question = new Question(
                request,
                METADATA.get(),
                deadline == null ? null : Duration.ofMillis(deadline.timeRemaining(TimeUnit.MILLISECONDS)));
        mostAtOnce.accumulateAndGet(inHand.incrementAndGet(), Math::max);
        ServerCallStreamObserver<RouteMessageResponse> call = (ServerCallStreamObserver<RouteMessageResponse>) caller;
        call.setOnCancelHandler(() -> {
            cancelled.incrementAndGet();
            inHand.decrementAndGet();
        });
        call.setOnCloseHandler(inHand::decrementAndGet);
        questions.add(question);
        next(question).give(request, caller);
    }

    private Answer next(Question question) {
        Deque<Answer> script = scripts.get(question.conversation());
        if (script == null) {
            return Answer.text(question.request().getEnvelope().getContent().getText());
        }
        return script.size() > 1 ? script.remove() : script.element();
    }

    @Override
    public void close() throws InterruptedException {
        if (!server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the gateway still serves its connections");
        }
    }

    private static final class MetadataKeeper implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            return Contexts.interceptCall(Context.current().withValue(METADATA, headers), call, headers, next);
        }
    }
}
