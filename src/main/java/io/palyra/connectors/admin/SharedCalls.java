package io.palyra.connectors.admin;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Does the work of a {@link Endpoint.Shared} call once for everybody who asks for it meanwhile: who comes while it is
 * being done is served by the next time, so that nobody gets what is older than his question. For the event loop.
 */
final class SharedCalls {

    private record Waiting(Call call, Consumer<Answer> answer) {}

    private static final class Turn {
        private boolean running;
        private List<Waiting> next = new ArrayList<>();
    }

    private final WorkerPools workers;
    private final Map<Endpoint, Turn> turns = new HashMap<>();

    SharedCalls(WorkerPools workers) {
        this.workers = workers;
    }

    /** @throws RejectedExecutionException where it cannot be done now */
    void ask(Endpoint endpoint, Endpoint.Shared work, Call call, Consumer<Answer> answer, Context eventLoop) {
        Turn turn = turns.computeIfAbsent(endpoint, fresh -> new Turn());
        turn.next.add(new Waiting(call, answer));
        if (!turn.running) {
            begin(endpoint, work, turn, eventLoop);
        }
    }

    private void begin(Endpoint endpoint, Endpoint.Shared work, Turn turn, Context eventLoop) {
        List<Waiting> served = turn.next;
        turn.next = new ArrayList<>();
        // Never too late: no more of these calls can wait for a thread than there are endpoints
        Runnable answering = () -> {
            List<Answer> answers = answers(work, served);
            eventLoop.runOnContext(done -> {
                for (int i = 0; i < served.size(); i++) {
                    served.get(i).answer().accept(answers.get(i));
                }
                turn.running = false;
                if (!turn.next.isEmpty()) {
                    begin(endpoint, work, turn, eventLoop);
                }
            });
        };
        workers.execute(endpoint, answering, answering);
        turn.running = true;
    }

    private static List<Answer> answers(Endpoint.Shared work, List<Waiting> served) {
        try {
            Endpoint.Handler prepared = work.prepare();
            return served.stream()
                    .map(waiting -> Answer.of(prepared, waiting.call()))
                    .toList();
        } catch (Exception | Error e) {
            Answer problem = Answer.problem(ProblemMapper.of(e));
            return served.stream().map(waiting -> problem).toList();
        }
    }
}
