package io.palyra.connectors.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** A dialect whose connections are watched: the one that writes, and those that migrate and read. */
final class WatchedDialect implements Dialect {

    private final Dialect real;
    private final Dialect reads;
    private final StatementWatch writer;
    private final StatementWatch others;

    WatchedDialect(Dialect real, StatementWatch writer, StatementWatch others) {
        this(real, real, writer, others);
    }

    /** @param reads the same database, by another way, for whatever does not write */
    WatchedDialect(Dialect real, Dialect reads, StatementWatch writer, StatementWatch others) {
        this.real = real;
        this.reads = reads;
        this.writer = writer;
        this.others = others;
    }

    @Override
    public AutoCloseable claimPlace() throws IOException {
        return real.claimPlace();
    }

    @Override
    public void beforeMigration() {
        real.beforeMigration();
    }

    @Override
    public void upToDate() throws SQLException {
        real.upToDate();
    }

    @Override
    public Connection openWriter() throws SQLException {
        return WatchedConnection.of(real.openWriter(), writer);
    }

    @Override
    public DataSource connections() {
        return watched(reads.connections());
    }

    @Override
    public DataSource readers() {
        return watched(reads.readers());
    }

    private DataSource watched(DataSource connections) {
        return WatchedConnection.proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = WatchedConnection.call(connections, method, arguments);
            return result instanceof Connection connection ? WatchedConnection.of(connection, others) : result;
        });
    }

    @Override
    public DataSource readOnly() {
        return reads.readOnly();
    }

    @Override
    public DataSource reports() {
        return reads.reports();
    }

    @Override
    public String migrations() {
        return real.migrations();
    }

    @Override
    public StatementTexts statements() {
        return real.statements();
    }

    @Override
    public Asks asks(Statements statements, boolean alone) {
        return real.asks(statements, alone);
    }

    @Override
    public EventRows eventRows() {
        return real.eventRows();
    }

    @Override
    public MessageIndex messageIndex() {
        return real.messageIndex();
    }

    @Override
    public Optional<BlockWriter> indexer(Reader reader, GroupCommit writer) {
        return real.indexer(reader, writer);
    }

    @Override
    public ViewParser viewParser() {
        return reads.viewParser();
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public StatementText smallestWrite() {
        return real.smallestWrite();
    }

    @Override
    public Optional<StatementText> clock() {
        return real.clock();
    }

    @Override
    public Optional<Path> file() {
        return real.file();
    }

    @Override
    public boolean isInPlace() {
        return real.isInPlace();
    }

    @Override
    public boolean isLogInPlace() {
        return real.isLogInPlace();
    }

    @Override
    public void abandon() {
        real.abandon();
    }

    @Override
    public Optional<String> harm() throws IOException {
        return real.harm();
    }

    @Override
    public boolean isTransient(SQLException failure) {
        return real.isTransient(failure);
    }

    @Override
    public boolean wantsAnotherConnection(SQLException failure) {
        return real.wantsAnotherConnection(failure);
    }

    @Override
    public boolean isTooLarge(SQLException failure) {
        return real.isTooLarge(failure);
    }

    @Override
    public boolean leavesDoubt(SQLException failure) {
        return real.leavesDoubt(failure);
    }

    @Override
    public boolean hasCommitted(Statements statements, GroupId group) {
        return real.hasCommitted(statements, group);
    }

    @Override
    public void damaged(String harm) {
        real.damaged(harm);
    }

    @Override
    public Optional<String> damage(SQLException failure) {
        return real.damage(failure);
    }

    @Override
    public String wayOut(SQLException failure) {
        return real.wayOut(failure);
    }
}
