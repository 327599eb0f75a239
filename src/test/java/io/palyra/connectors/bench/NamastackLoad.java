package io.palyra.connectors.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.namastack.outbox.JdbcOutboxInstanceRepository;
import io.namastack.outbox.JdbcOutboxPartitionAssignmentRepository;
import io.namastack.outbox.JdbcOutboxRecordEntityMapper;
import io.namastack.outbox.JdbcOutboxRecordRepository;
import io.namastack.outbox.JdbcTableNameResolver;
import io.namastack.outbox.Outbox;
import io.namastack.outbox.OutboxPayloadSerializer;
import io.namastack.outbox.OutboxProcessingScheduler;
import io.namastack.outbox.OutboxProperties;
import io.namastack.outbox.OutboxRecordRepository;
import io.namastack.outbox.OutboxRecordStatus;
import io.namastack.outbox.OutboxService;
import io.namastack.outbox.config.JdbcOutboxConfigurationProperties;
import io.namastack.outbox.context.OutboxContextCollector;
import io.namastack.outbox.handler.OutboxHandler;
import io.namastack.outbox.handler.OutboxHandlerBeanPostProcessor;
import io.namastack.outbox.handler.OutboxRecordMetadata;
import io.namastack.outbox.handler.invoker.OutboxHandlerInvoker;
import io.namastack.outbox.handler.registry.OutboxFallbackHandlerRegistry;
import io.namastack.outbox.handler.registry.OutboxHandlerRegistry;
import io.namastack.outbox.instance.OutboxInstanceRegistry;
import io.namastack.outbox.partition.PartitionAssignmentCache;
import io.namastack.outbox.partition.PartitionCoordinator;
import io.namastack.outbox.processor.PrimaryOutboxRecordProcessor;
import io.namastack.outbox.retry.OutboxRetryPolicy;
import io.namastack.outbox.retry.OutboxRetryPolicyRegistry;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The text of a message as a record of namastack-outbox, with as many keys as there are conversations: it keeps the order of
 * each, as a lane does. Set up for throughput: polls nearly without a pause, takes all keys in a batch, and deletes what it
 * is done with. Put together by hand, as its Spring Boot is newer than the one on board.
 */
final class NamastackLoad {

    private static final int KEYS = 64;
    private static final int WORKERS = 8;
    private static final int CONNECTIONS = 20;

    private final Clock clock = Clock.systemUTC();
    private final OutboxProperties properties = new OutboxProperties();
    private final JdbcTableNameResolver tables = new JdbcTableNameResolver(new JdbcOutboxConfigurationProperties());
    private final OutboxHandlerRegistry handlers = new OutboxHandlerRegistry();
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final OutboxRecordRepository records;

    private NamastackLoad(HikariDataSource connections) {
        jdbc = JdbcClient.create(connections);
        transactions = new TransactionTemplate(new DataSourceTransactionManager(connections));
        records = new Records(jdbc, transactions, clock, tables);
        properties.setBatchSize(KEYS);
        properties.getProcessing().setDeleteCompletedRecords(true);
    }

    /** Records per second, each caller answered after its commit, and handled meanwhile. */
    static double jobs(int jobs) throws Exception {
        String url = BenchPostgres.newDatabase();
        try (Connection connection = BenchPostgres.connect(url);
                Statement statement = connection.createStatement();
                InputStream schema = Outbox.class.getResourceAsStream("/schema/postgres/outbox-tables.sql")) {
            statement.execute(new String(
                    Objects.requireNonNull(schema, "the schema in its jar").readAllBytes(), StandardCharsets.UTF_8));
        }
        try (HikariDataSource connections = BenchPostgres.pool(url, CONNECTIONS)) {
            return new NamastackLoad(connections).perSecond(jobs);
        }
    }

    private double perSecond(int jobs) throws Exception {
        CountDownLatch handled = new CountDownLatch(jobs);
        handle(new Job(handled));
        Outbox outbox = new OutboxService(new OutboxContextCollector(List.of()), handlers, records, clock);
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        ScheduledExecutorService polls = Executors.newSingleThreadScheduledExecutor();
        OutboxProcessingScheduler scheduler = new OutboxProcessingScheduler(
                records,
                new PrimaryOutboxRecordProcessor(new OutboxHandlerInvoker(handlers), records, properties, clock),
                partitions(),
                workers::execute,
                properties,
                clock);
        polls.scheduleWithFixedDelay(scheduler::process, 0, 1, TimeUnit.MILLISECONDS);
        try {
            return CoreLoad.rate(jobs, () -> {
                CoreLoad.byCallers(jobs, n -> outbox.schedule(CoreLoad.TEXT, "key" + n % KEYS));
                BenchPostgres.await(handled);
                return null;
            });
        } finally {
            polls.shutdown();
            polls.awaitTermination(1, TimeUnit.MINUTES);
            workers.shutdown();
        }
    }

    private void handle(Job job) {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerSingleton("outboxRetryPolicy", OutboxRetryPolicy.builder().build());
        new OutboxHandlerBeanPostProcessor(
                        handlers, new OutboxFallbackHandlerRegistry(), new OutboxRetryPolicyRegistry(beans))
                .postProcessAfterInitialization(job, "job");
    }

    /** All of them are this instance's. */
    private PartitionCoordinator partitions() {
        OutboxInstanceRegistry instances = new OutboxInstanceRegistry(
                new JdbcOutboxInstanceRepository(jdbc, transactions, tables), properties, clock, "bench");
        JdbcOutboxPartitionAssignmentRepository assignments =
                new JdbcOutboxPartitionAssignmentRepository(jdbc, transactions, tables);
        PartitionCoordinator partitions =
                new PartitionCoordinator(instances, assignments, new PartitionAssignmentCache(assignments), clock);
        instances.registerInstance();
        partitions.rebalance();
        return partitions;
    }

    /** Called by reflection. */
    public static final class Job implements OutboxHandler {

        private final CountDownLatch handled;

        Job(CountDownLatch handled) {
            this.handled = handled;
        }

        @Override
        public void handle(Object payload, OutboxRecordMetadata metadata) {
            handled.countDown();
        }
    }

    private static final class AsItIs implements OutboxPayloadSerializer {

        @Override
        public String serialize(Object payload) {
            return (String) payload;
        }

        @Override
        public <T> T deserialize(String serialized, Class<T> type) {
            return type.cast(serialized);
        }
    }

    /** Its own look for the keys that are due calls a method that Spring has from version 7 on. */
    private static final class Records extends JdbcOutboxRecordRepository {

        private final JdbcClient jdbc;

        Records(JdbcClient jdbc, TransactionTemplate transactions, Clock clock, JdbcTableNameResolver tables) {
            super(jdbc, transactions, new JdbcOutboxRecordEntityMapper(new AsItIs()), clock, tables);
            this.jdbc = jdbc;
        }

        @Override
        public List<String> findRecordKeysInPartitions(
                Set<Integer> partitions, OutboxRecordStatus status, int most, boolean withoutFailed) {
            return jdbc.sql("""
                            SELECT record_key FROM outbox_record
                             WHERE status = :status AND next_retry_at <= now()
                             GROUP BY record_key ORDER BY MIN(created_at) LIMIT :most""")
                    .param("status", status.name())
                    .param("most", most)
                    .query(String.class)
                    .list();
        }
    }
}
