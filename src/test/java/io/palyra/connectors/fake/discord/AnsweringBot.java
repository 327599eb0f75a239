package io.palyra.connectors.fake.discord;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Answers messages on a thread of its own, until it is closed. */
public final class AnsweringBot implements AutoCloseable {

    private final Predicate<Message> listensTo;
    private final Consumer<Message> answer;
    private final AtomicInteger answered = new AtomicInteger();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    AnsweringBot(Predicate<Message> listensTo, Consumer<Message> answer) {
        this.listensTo = listensTo;
        this.answer = answer;
    }

    void heard(Message message) {
        if (!thread.isShutdown() && listensTo.test(message)) {
            thread.execute(() -> {
                answered.incrementAndGet();
                answer.accept(message);
            });
        }
    }

    public int answered() {
        return answered.get();
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
