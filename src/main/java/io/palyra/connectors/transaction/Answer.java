package io.palyra.connectors.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the store answers to a statement of a transaction: at once where the database is at hand, and together with the
 * others of its group where each question would be a trip over the network. For the writer thread only, and inside its
 * transaction.
 */
public final class Answer<T> {

    private final Runnable ask;
    private final List<Consumer<? super T>> takers = new ArrayList<>(1);
    private @Nullable T value;
    private boolean given;

    private Answer(Runnable ask) {
        this.ask = ask;
    }

    public static <T> Answer<T> of(T value) {
        Answer<T> answer = new Answer<>(() -> {});
        answer.give(value);
        return answer;
    }

    /** @param ask asks whatever waits to be asked; the answer is given then */
    public static <T> Answer<T> asked(Runnable ask) {
        return new Answer<>(ask);
    }

    /** For who asks the store. */
    public void give(T answer) {
        value = answer;
        given = true;
        takers.forEach(taker -> taker.accept(answer));
        takers.clear();
    }

    /** Whether it was given: asking for it costs nothing any more. */
    public boolean isThere() {
        return given;
    }

    /** Runs the taker once the answer is there, before the commit; what it throws fails the transaction. */
    public void then(Consumer<? super T> taker) {
        if (given) {
            taker.accept(value());
        } else {
            takers.add(taker);
        }
    }

    public <R> Answer<R> map(Function<? super T, ? extends R> function) {
        Answer<R> mapped = new Answer<>(ask);
        then(answer -> mapped.give(function.apply(answer)));
        return mapped;
    }

    /** Goes on with a question that depends on the answer. */
    public <R> Answer<R> flatMap(Function<? super T, Answer<R>> next) {
        Answer<R> last = new Answer<>(ask);
        then(answer -> next.apply(answer).then(last::give));
        return last;
    }

    /** All of them, in order. */
    public static <T> Answer<List<T>> all(List<Answer<T>> answers) {
        if (answers.isEmpty()) {
            return of(List.of());
        }
        Answer<List<T>> all = new Answer<>(() -> answers.forEach(Answer::get));
        AtomicInteger left = new AtomicInteger(answers.size());
        answers.forEach(answer -> answer.then(one -> {
            if (left.decrementAndGet() == 0) {
                all.give(answers.stream().map(Answer::value).toList());
            }
        }));
        return all;
    }

    /** Does not wait for the others of the group: it costs a trip to the database where that is not at hand. */
    public T get() {
        if (!given) {
            ask.run();
        }
        if (!given) {
            throw new IllegalStateException("asked, and not answered");
        }
        return value();
    }

    /** What was given, which is null where T may be. */
    @SuppressWarnings("NullAway")
    private T value() {
        return value;
    }
}
