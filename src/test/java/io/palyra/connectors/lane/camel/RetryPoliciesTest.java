package io.palyra.connectors.lane.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.UnknownOutcomeException;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.engine.RetrySchedule;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.routes.FormerNames;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redelivery policies as YAML says them, carried out one attempt at a time. */
class RetryPoliciesTest {

    private static final String EXPONENTIAL = """
            maximumRedeliveries: "4"
            redeliveryDelay: "1000"
            useExponentialBackOff: "true"
            backOffMultiplier: "2"
            maximumRedeliveryDelay: "5000"
            """;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final RetryPolicies policies = new RetryPolicies(context);

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    @Test
    void eachDelayIsAMultipleOfTheOneBeforeUpToTheCap() throws Exception {
        load("redeliveryPolicy", EXPONENTIAL);

        assertThat(delays(4)).containsExactly(1_000L, 2_000L, 4_000L, 5_000L);
    }

    @Test
    void noAttemptIsLeftAfterTheLastRedelivery() throws Exception {
        load("redeliveryPolicy", EXPONENTIAL);

        assertThat(next(5, null)).isEmpty();
        assertThat(next(5, Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void theCapIsAMinuteUnlessStated() throws Exception {
        load("redeliveryPolicy", """
                maximumRedeliveries: "-1"
                redeliveryDelay: "1000"
                useExponentialBackOff: "true"
                backOffMultiplier: "10"
                """);

        assertThat(delays(4)).containsExactly(1_000L, 10_000L, 60_000L, 60_000L);
    }

    @Test
    void minusOneNeverGivesUp() throws Exception {
        load("redeliveryPolicy", """
                maximumRedeliveries: "-1"
                redeliveryDelay: "300"
                """);

        assertThat(next(1_000_000, null)).contains(Duration.ofMillis(300));
    }

    @Test
    void zeroRedeliveriesIsOneAttempt() throws Exception {
        load("redeliveryPolicy", "maximumRedeliveries: \"0\"\n");

        assertThat(next(1, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"7000, 7000", "90000, 90000", "250, 250", "249, 250", "0, 250"})
    void theWaitThatAPlatformStatesWinsAboveTheCapToo(long statedMs, long waitMs) throws Exception {
        load("redeliveryPolicy", EXPONENTIAL);

        assertThat(next(2, Duration.ofMillis(statedMs))).contains(Duration.ofMillis(waitMs));
    }

    @Test
    void aStatedWaitDoesNotChangeTheDelaysAfterIt() throws Exception {
        load("redeliveryPolicy", EXPONENTIAL);

        assertThat(next(1, Duration.ofMinutes(10))).contains(Duration.ofMinutes(10));
        assertThat(next(2, null)).contains(Duration.ofSeconds(2));
    }

    @Test
    void noWaitIsShorterThanTheFloor() throws Exception {
        load("redeliveryPolicy", """
                maximumRedeliveries: "3"
                redeliveryDelay: "0"
                """);

        assertThat(delays(3)).containsExactly(250L, 250L, 250L);
    }

    @Test
    void aDelayPatternGroupsAttempts() throws Exception {
        load("redeliveryPolicy", """
                maximumRedeliveries: "10"
                delayPattern: 1:1000;3:5000;5:20000
                """);

        assertThat(delays(6)).containsExactly(1_000L, 1_000L, 5_000L, 5_000L, 20_000L, 20_000L);
    }

    @Test
    void placeholdersAreResolved() throws Exception {
        context.getPropertiesComponent().addOverrideProperty("redeliveries", "1");
        load("redeliveryPolicy", """
                maximumRedeliveries: "{{redeliveries}}"
                redeliveryDelay: "{{delay:700}}"
                """);

        assertThat(delays(1)).containsExactly(700L);
        assertThat(next(2, null)).isEmpty();
    }

    @Test
    void aPolicyMayBeABean() throws Exception {
        RedeliveryPolicy bean = new RedeliveryPolicy();
        bean.setMaximumRedeliveries(1);
        bean.setRedeliveryDelay(900);
        context.getRegistry().bind("patient", bean);
        load("redeliveryPolicyRef: patient", "");

        assertThat(delays(1)).containsExactly(900L);
        assertThat(next(2, null)).isEmpty();
    }

    @Test
    void aPolicyBeanThatIsMissingIsNamed() throws Exception {
        assertThatThrownBy(() -> load("redeliveryPolicyRef: nobody", ""))
                .hasRootCauseInstanceOf(NoSuchBeanException.class)
                .hasMessageContaining("nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"often", "1:1000;5:long"})
    void aPolicyThatCannotBeCarriedOutGivesNothingUpAndTriesEachMinute(String pattern) throws Exception {
        load("redeliveryPolicy", "maximumRedeliveries: \"1\"\ndelayPattern: \"" + pattern + "\"\n");

        assertThat(next(1, null)).contains(Duration.ofMinutes(1));
        assertThat(next(100, null)).contains(Duration.ofMinutes(1));
    }

    @Test
    void theClosestExceptionClassCounts() throws Exception {
        load("redeliveryPolicy", EXPONENTIAL);

        assertThat(next(new ConnectException())).contains(Duration.ofMillis(400));
        assertThat(next(new FileNotFoundException())).contains(Duration.ofSeconds(1));
        assertThat(next(new IllegalStateException(new ConnectException()))).contains(Duration.ofMillis(400));
    }

    @Test
    void aFailureWithoutAPolicyIsNotTriedAgain() throws Exception {
        load("redeliveryPolicy", EXPONENTIAL);

        assertThat(next(new IllegalStateException())).isEmpty();
    }

    @Test
    void collisionAvoidanceMovesTheFinishedWait() throws Exception {
        String policy = EXPONENTIAL + """
                useCollisionAvoidance: "true"
                collisionAvoidanceFactor: "0.2"
                """;
        load("redeliveryPolicy", policy);

        assertThat(moved(0.0)).containsExactly(800L, 1_600L, 3_200L, 4_000L);
        assertThat(moved(0.5)).containsExactly(1_000L, 2_000L, 4_000L, 5_000L);
        assertThat(moved(1.0)).containsExactly(1_200L, 2_400L, 4_800L, 6_000L);
    }

    private List<Long> moved(double random) {
        RandomGenerator fixed = new FixedRandom(random);
        RetrySchedule schedule =
                new RetryPolicies(context, fixed).scheduleFor(exchange("claimed"), new IOException("no answer"));
        return IntStream.rangeClosed(1, 4)
                .mapToObj(attempt -> schedule.delayAfter(attempt).toMillis())
                .toList();
    }

    private record FixedRandom(double value) implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public double nextDouble() {
            return value;
        }
    }

    static Stream<Throwable> onlyUnreachable() {
        return Stream.of(
                retry(RetryClass.RATE_LIMIT),
                retry(RetryClass.TRANSIENT_NETWORK),
                retry(RetryClass.CONNECTOR_RESTARTING),
                UnknownOutcomeException.of("no answer", UnknownResolution.RESEND));
    }

    /** All of them as short as chance can make them, with three stated waits of nothing in front. */
    @ParameterizedTest
    @MethodSource("onlyUnreachable")
    void theDeliveredFileTriesWhatIsOnlyUnreachableForAnHour(Throwable failure) throws Exception {
        loadFiles("routes");
        RetrySchedule shortest =
                new RetryPolicies(context, new FixedRandom(0)).scheduleFor(exchange("outbox"), failure);

        assertThat(total(shortest, attempt -> null)).isGreaterThan(Duration.ofHours(1));
        assertThat(total(shortest, attempt -> Duration.ZERO)).isGreaterThan(Duration.ofHours(1));
        RetrySchedule longest = new RetryPolicies(context, new FixedRandom(1)).scheduleFor(exchange("outbox"), failure);
        assertThat(longest.delayAfter(80)).isEqualTo(Duration.ofSeconds(72));
    }

    private static Duration total(RetrySchedule schedule, IntFunction<@Nullable Duration> stated) {
        Duration sum = Duration.ZERO;
        for (int attempt = 1; schedule.allowsAfter(attempt); attempt++) {
            sum = sum.plus(schedule.waitAfter(attempt, stated.apply(attempt)));
        }
        return sum;
    }

    @Test
    void theDeliveredFileTriesAFailingStepFiveTimes() throws Exception {
        loadFiles("routes");

        for (String route : new String[] {"outbox", "daemon"}) {
            RetrySchedule schedule = policies.scheduleFor(exchange(route), new IllegalStateException("a step"));
            assertThat(schedule.allowsAfter(4)).as(route).isTrue();
            assertThat(schedule.allowsAfter(5)).as(route).isFalse();
            assertThat(schedule.delayAfter(4)).as(route).isEqualTo(Duration.ofSeconds(8));
        }
    }

    /** Files that were made for the version before: each class of failure finds a policy, and it is the old one. */
    @ParameterizedTest
    @MethodSource("onlyUnreachable")
    void theFilesOfTheVersionBeforeGoOnWorking(Throwable failure) throws Exception {
        FormerNames.in(context);
        loadFiles("src/test/resources/routes-0.1");

        RetrySchedule schedule = policies.scheduleFor(exchange("outbox"), failure);
        assertThat(schedule.allowsAfter(4)).isTrue();
        assertThat(schedule.allowsAfter(5)).isFalse();
        assertThat(schedule.delayAfter(3)).isEqualTo(Duration.ofSeconds(4));
    }

    private static Throwable retry(RetryClass type) {
        return DeliveryException.of(new DeliveryOutcome.Retry(type, "down", null), UnknownResolution.OPERATOR);
    }

    /** Only the routes that matter, and with nothing behind their endpoints. */
    private void loadFiles(String folder) throws Exception {
        for (String file : new String[] {"retries", "outbox", "daemon"}) {
            String yaml = Files.readString(Path.of(folder, file + ".camel.yaml"))
                    .replaceAll("palyra-(inbox|outbox):\\*", "direct:$1")
                    .replaceAll("uri: palyra-[^\\s]*|uri: \"palyra-[^\\s]*|to: palyra-[^\\s]*", "uri: log:settled")
                    .replace("- uri: log:settled", "- to: log:settled")
                    .replaceAll("(?s)            parameters:.*?(        - to)", "$1");
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file + ".camel.yaml", yaml));
        }
        context.start();
    }

    private List<Long> delays(int attempts) {
        return IntStream.rangeClosed(1, attempts)
                .mapToObj(attempt -> next(attempt, null).orElseThrow().toMillis())
                .toList();
    }

    private Optional<Duration> next(int attempts, @Nullable Duration stated) {
        return policies.scheduleFor(exchange(), new IOException("no answer")).nextAfter(attempts, stated);
    }

    private Optional<Duration> next(Throwable failure) {
        return policies.scheduleFor(exchange(), failure).nextAfter(1, null);
    }

    private Exchange exchange() {
        return exchange("claimed");
    }

    private Exchange exchange(String routeId) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getExchangeExtension().setFromRouteId(routeId);
        return exchange;
    }

    /** A route with this policy for IOException, and others that must not matter. */
    private void load(String key, String policy) throws Exception {
        String yaml = """
                - routeConfiguration:
                    onException:
                      - onException:
                          exception: [ java.lang.Exception ]
                          redeliveryPolicy:
                            maximumRedeliveries: "99"
                - routeConfiguration:
                    id: other
                    onException:
                      - onException:
                          exception: [ java.io.IOException ]
                          redeliveryPolicy:
                            maximumRedeliveries: "99"
                - routeConfiguration:
                    id: mine
                    onException:
                      - onException:
                          exception: [ java.io.IOException ]
                          handled: {constant: "true"}
                          %s
                      - onException:
                          exception: [ java.net.ConnectException ]
                          redeliveryPolicy:
                            maximumRedeliveries: "4"
                            redeliveryDelay: "400"
                - route:
                    id: claimed
                    routeConfigurationId: mine
                    from:
                      uri: direct:claimed
                      steps:
                        - log: claimed
                """.formatted(policy.isEmpty() ? key : key + ":\n" + policy.indent(12));
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("policies.camel.yaml", yaml));
        context.start();
    }
}
