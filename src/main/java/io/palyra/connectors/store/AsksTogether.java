package io.palyra.connectors.store;

import io.palyra.connectors.cluster.Topic;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.Statements.RowMapper;
import io.palyra.connectors.transaction.Answer;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * For a database over a network: what is asked waits until somebody needs an answer, and goes there in one trip, one
 * statement for all who ask the same. So the trips of a group do not grow with its works.
 *
 * <p>What depends on all rows goes along with them, as the server takes the statements in their order. Where an answer then
 * leads to rows that should have come before, the works are {@linkplain Asks#inTurn run one by one}; claims, which change
 * nothing but the lanes that they take, are taken back instead and asked again.
 */
final class AsksTogether implements Asks {

    private static final String BIND = "bind_lanes";
    private static final String BEGIN = "begin_group";
    private static final String MOVED = "moved_before_group";
    private static final String BEFORE_CLAIMS = "before_claims";
    private static final String BACK_BEFORE_CLAIMS = "back_before_claims";

    /** They go first, in this order. */
    private static final List<String> BEGINNING = List.of(BACK_BEFORE_CLAIMS, BEGIN, MOVED, BEFORE_CLAIMS);

    /** One who asks. */
    private static final class Asked {

        private final @Nullable Object[] arguments;
        private final @Nullable RowMapper<?> mapper;
        private final @Nullable Consumer<List<Object>> taker;
        private final List<Object> rows = new ArrayList<>(1);

        Asked(@Nullable Object[] arguments, @Nullable RowMapper<?> mapper, @Nullable Consumer<List<Object>> taker) {
            this.arguments = arguments;
            this.mapper = mapper;
            this.taker = taker;
        }

        void add(ResultSet row) throws SQLException {
            Object mapped = mapper == null ? row : mapper.map(row);
            if (mapped != null) {
                rows.add(mapped);
            }
        }

        void answer() {
            if (taker != null) {
                taker.accept(rows);
            }
        }
    }

    /** What waits, by statement: always in the same order, so that the database knows what is put together. */
    private static final class Waiting {
        private final Turn turn;
        private final Map<String, List<Asked>> byName =
                new TreeMap<>(Comparator.comparingInt(Waiting::place).thenComparing(Comparator.naturalOrder()));
        private final List<Asked> inOrder = new ArrayList<>();

        Waiting(Turn turn) {
            this.turn = turn;
        }

        private static int place(String name) {
            return BEGINNING.contains(name) ? BEGINNING.indexOf(name) : BEGINNING.size();
        }

        void add(String name, Asked asked) {
            byName.computeIfAbsent(name, any -> new ArrayList<>()).add(asked);
            inOrder.add(asked);
        }

        boolean isOfClaims() {
            return turn == Turn.CLAIM || turn == Turn.OF_CLAIM;
        }

        /** A statement without parameters, unless it waits already. */
        void addOnce(String name) {
            if (!byName.containsKey(name)) {
                add(name, new Asked(new Object[0], null, null));
            }
        }
    }

    private final Statements statements;
    private final StatementTexts texts;
    private final Map<Turn, Waiting> waiting = new EnumMap<>(Turn.class);

    /** What goes with the commit. */
    private final Waiting last = new Waiting(Turn.OF_CLAIM);

    /** Sent, while answers of the works that were sent with them are being taken. */
    private final List<Waiting> claimsAhead = new ArrayList<>(2);

    private final int keptFrom;
    private final boolean alone;
    private boolean answering;
    private boolean isAhead;
    private final Optional<PostgresNode> node;
    private final boolean binds;
    private final long made = System.nanoTime();
    private Optional<GroupId> group = Optional.empty();
    private OptionalLong movedMs = OptionalLong.empty();

    /**
     * @param node whose group it is; empty where nobody else has the store
     * @param keptFrom as in {@link PostgresAddress#keptFrom}
     * @param alone whether the transaction is of one work, whose answers may lead to whatever they will
     */
    AsksTogether(
            Statements statements, StatementTexts texts, Optional<PostgresNode> node, int keptFrom, boolean alone) {
        this.statements = statements;
        this.texts = texts;
        this.keptFrom = keptFrom;
        this.node = node;
        this.alone = alone;
        this.binds = node.filter(one -> !one.isAlone()).isPresent();
        // They go with the first of the others
        query(Turn.FIRST, MOVED, row -> row.getLong(1), 1L).then(found -> movedMs = OptionalLong.of(found.get(0)));
        node.ifPresent(this::begin);
    }

    private void begin(PostgresNode one) {
        GroupId next = new GroupId(one.id().orElseThrow(), one.nextGroup());
        query(
                        Turn.FIRST,
                        BEGIN,
                        row -> row.getInt(1),
                        next.nodeId(),
                        one.identity().lease().toMillis(),
                        next.number())
                .then(alive -> begun(one, next, alive));
    }

    private void begun(PostgresNode one, GroupId next, List<Integer> alive) {
        try {
            one.begun(alive.stream().findFirst(), binds);
        } catch (SQLException e) {
            throw Statements.failure(e);
        }
        group = Optional.of(next);
    }

    @Override
    public void bind(long laneId) {
        if (binds) {
            write(Turn.FIRST, BIND, laneId, null, null, null);
        }
    }

    @Override
    public void bind(String direction, String connectorId, String conversationId) {
        if (binds) {
            write(Turn.FIRST, BIND, null, direction, connectorId, conversationId);
        }
    }

    @Override
    public void tell(Topic topic) {
        if (binds) {
            write(Turn.THEN, "tell_nodes", topic.name());
        }
    }

    @Override
    public void tellOwner(ConnectorId connectorId) {
        if (binds && !node.filter(one -> one.runs(connectorId)).isPresent()) {
            tell(Topic.OUTBOUND);
        }
    }

    @Override
    public void tellOfMore() {
        if (binds && node.filter(PostgresNode::maySayAgain).isPresent()) {
            tell(Topic.INBOUND);
        }
    }

    @Override
    public Optional<GroupId> group() {
        return group;
    }

    @Override
    public void committed() {
        node.ifPresent(one -> group.ifPresent(begun -> one.renewed(begun.number(), made)));
    }

    @Override
    public OptionalLong movedMs() {
        return movedMs;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Answer<List<T>> query(Turn turn, String name, RowMapper<T> mapper, @Nullable Object... arguments) {
        Answer<List<T>> answer = Answer.asked(this::ask);
        add(turn, name, new Asked(arguments, mapper, rows -> answer.give((List<T>) rows)));
        return answer;
    }

    @Override
    public Answer<Integer> update(Turn turn, String name, @Nullable Object... arguments) {
        Answer<Integer> answer = Answer.asked(this::ask);
        add(turn, name, new Asked(arguments, row -> true, rows -> answer.give(rows.size())));
        return answer;
    }

    @Override
    public void write(Turn turn, String name, @Nullable Object... arguments) {
        add(turn, name, new Asked(arguments, null, null));
    }

    @Override
    public void append(String name, @Nullable Object... arguments) {
        last.add(name, new Asked(arguments, null, null));
    }

    private void add(Turn turn, String name, Asked asked) {
        waiting.computeIfAbsent(turn, Waiting::new).add(name, asked);
    }

    /** While answers are being taken, only what comes first: who depends on all rows waits until each has gone on. */
    @Override
    public void ask() {
        boolean nested = answering;
        answering = true;
        try {
            for (List<Waiting> next = next(nested); !next.isEmpty(); next = next(nested)) {
                send(next);
                answer(next);
            }
        } finally {
            answering = nested;
        }
    }

    private List<Waiting> next(boolean nested) {
        if (waiting.containsKey(Turn.FIRST)) {
            takeClaimsBack();
        }
        List<Waiting> next = new ArrayList<>(waiting.size());
        for (Turn turn : Turn.values()) {
            Waiting asked = turn == Turn.FIRST || !nested && (!alone || next.isEmpty()) ? waiting.remove(turn) : null;
            if (asked != null) {
                next.add(asked);
            }
        }
        if (!next.isEmpty() && !next.get(0).isOfClaims()) {
            next.stream().filter(Waiting::isOfClaims).findFirst().ifPresent(claims -> claims.addOnce(BEFORE_CLAIMS));
        }
        return next;
    }

    /** They are asked again, after what comes now. */
    private void takeClaimsBack() {
        if (!claimsAhead.isEmpty()) {
            List<Waiting> claims = List.copyOf(claimsAhead);
            claimsAhead.clear();
            waiting.computeIfAbsent(Turn.FIRST, Waiting::new).addOnce(BACK_BEFORE_CLAIMS);
            claims.forEach(taken -> {
                taken.inOrder.forEach(asked -> asked.rows.clear());
                if (waiting.putIfAbsent(taken.turn, taken) != null) {
                    throw new IllegalStateException("claims are not made by those who take answers");
                }
            });
        }
    }

    /** Claims that were sent along count only if no answer of a work has led to rows that might change them. */
    private void answer(List<Waiting> sent) {
        sent.stream().filter(Waiting::isOfClaims).forEach(claimsAhead::add);
        answerInOrder(sent.stream().filter(asked -> !asked.isOfClaims()).toList());
        if (waiting.containsKey(Turn.FIRST)) {
            takeClaimsBack();
        }
        List<Waiting> claims = List.copyOf(claimsAhead);
        claimsAhead.clear();
        answerInOrder(claims);
    }

    private void answerInOrder(List<Waiting> sent) {
        boolean before = isAhead;
        for (int i = 0; i < sent.size(); i++) {
            isAhead = before || sent.subList(i + 1, sent.size()).stream().anyMatch(later -> later.turn == Turn.THEN);
            try {
                sent.get(i).inOrder.forEach(Asked::answer);
            } finally {
                isAhead = before;
            }
        }
    }

    @Override
    public void inTurn() {
        if (isAhead) {
            throw new OutOfTurnException();
        }
        takeClaimsBack();
    }

    /** What comes last goes in the commit's own trip: from its first lock on, the server waits for nothing from here. */
    @Override
    public void commit() throws SQLException {
        ask();
        if (last.inOrder.isEmpty()) {
            statements.commit();
        } else {
            execute(texts.withCommit(List.copyOf(last.byName.keySet())), arrays(List.of(last)));
        }
    }

    /** One trip. */
    private void send(List<Waiting> asked) {
        List<String> names =
                asked.stream().flatMap(one -> one.byName.keySet().stream()).toList();
        try {
            read(execute(texts.forGroup(names), arrays(asked)), asked);
        } catch (SQLException e) {
            throw Statements.failure(e);
        }
    }

    private PreparedStatement execute(StatementText text, Object[] arguments) throws SQLException {
        PreparedStatement sent = statements.execute(text, arguments);
        sent.unwrap(PGStatement.class).setPrepareThreshold(keptFrom);
        return sent;
    }

    private Object[] arrays(List<Waiting> asked) {
        List<Array> arrays = new ArrayList<>();
        asked.forEach(one -> one.byName.forEach((name, all) -> {
            List<String> types = texts.forGroup(name).types();
            for (int i = 0; i < types.size(); i++) {
                arrays.add(array(types.get(i), all, i));
            }
        }));
        return arrays.toArray();
    }

    private Array array(String type, List<Asked> all, int parameter) {
        Object[] elements = all.stream().map(one -> one.arguments[parameter]).toArray();
        return statements.array(type, elements);
    }

    private static void read(PreparedStatement sent, List<Waiting> asked) throws SQLException {
        for (Waiting one : asked) {
            for (List<Asked> all : one.byName.values()) {
                read(sent.getResultSet(), all);
                sent.getMoreResults();
            }
        }
    }

    /** @param rows null where the statement returns none */
    private static void read(@Nullable ResultSet rows, List<Asked> all) throws SQLException {
        if (rows == null) {
            return;
        }
        try (rows) {
            int number = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                all.get(rows.getInt(number) - 1).add(rows);
            }
        }
    }

    /** What depends on all rows was asked before this one was there. */
    private static final class OutOfTurnException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
