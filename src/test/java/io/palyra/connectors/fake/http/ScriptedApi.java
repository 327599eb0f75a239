package io.palyra.connectors.fake.http;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What every request goes through before the platform sees it: the record, and the script of faults. */
public final class ScriptedApi {

    private final Clock clock;
    private final Faults faults;
    private final Function<RestRequest, RestAnswer> platform;
    private final Function<RestRequest, UnaryOperator<RestAnswer>> dress;
    private final Recording<RestRequest> requests = new Recording<>();

    /**
     * @param platform what answers if nothing goes wrong
     * @param dress what the platform adds to each answer of its own, also to a scripted one
     */
    public ScriptedApi(
            Clock clock,
            Faults faults,
            Function<RestRequest, RestAnswer> platform,
            Function<RestRequest, UnaryOperator<RestAnswer>> dress) {
        this.clock = clock;
        this.faults = faults;
        this.platform = platform;
        this.dress = dress;
    }

    public Faults faults() {
        return faults;
    }

    /** In the order in which they came. */
    public List<RestRequest> requests() {
        return requests.soFar();
    }

    /** Every answer says what time it is here, as HTTP asks of a server with a clock. */
    public RestAnswer answer(RestRequest request) {
        return answerAnyway(request)
                .with(Map.of(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atOffset(ZoneOffset.UTC))));
    }

    private RestAnswer answerAnyway(RestRequest request) {
        requests.add(request);
        Fault fault = faults.take(request).orElse(null);
        if (fault == null) {
            return platform.apply(request);
        }
        RestAnswer real = fault.accepts() ? platform.apply(request) : RestAnswer.noContent();
        await(fault);
        RestAnswer scripted = fault.answer();
        return scripted == null
                ? real
                : scripted.isJson() ? dress.apply(request).apply(scripted) : scripted;
    }

    private static void await(Fault fault) {
        try {
            // Released or not: the answer goes out when the time is over
            var unused = fault.released().await(fault.delay().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
