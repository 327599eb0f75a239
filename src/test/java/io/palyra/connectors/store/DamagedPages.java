package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.transaction.Transactions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a failing disk does to the file of a SQLite store, and what an operator does then. */
public final class DamagedPages {

    private static final int PAGE = 4096;
    private static final byte RUBBISH = (byte) 0xa5;

    private DamagedPages() {}

    /** Overwrites every page with rows of a table, or entries of an index; the program may run meanwhile. */
    public static void overwrite(Path store, String tableOrIndex) throws SQLException, IOException {
        List<Long> pages = leaves(store, tableOrIndex);
        assertThat(pages).as("pages of %s", tableOrIndex).isNotEmpty();
        for (long page : pages) {
            overwrite(store, (page - 1) * PAGE, PAGE);
        }
    }

    /** The same, also for the writer of a program that has read those pages. */
    public static void overwrite(Path store, String tableOrIndex, Transactions program)
            throws SQLException, IOException {
        overwrite(store, tableOrIndex);
        program.run(
                transaction -> SqlTransaction.statements(transaction).update(StatementText.of("PRAGMA shrink_memory")));
    }

    /** Overwrites the beginning, by which SQLite knows its files. */
    public static void overwriteHeader(Path store) throws IOException {
        overwrite(store, 0, PAGE);
    }

    /** As the page about restoring says, and so that the old files can be looked at. */
    public static void restore(Path store, Path backup) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path old = Path.of(store + suffix);
            if (Files.exists(old)) {
                Files.move(old, Path.of(store + ".broken" + suffix));
            }
        }
        Files.move(backup, store);
    }

    private static List<Long> leaves(Path store, String tableOrIndex) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                PreparedStatement query =
                        connection.prepareStatement("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'")) {
            query.setString(1, tableOrIndex);
            List<Long> pages = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    pages.add(rows.getLong(1));
                }
            }
            return pages;
        }
    }

    private static void overwrite(Path store, long from, int bytes) throws IOException {
        byte[] rubbish = new byte[bytes];
        Arrays.fill(rubbish, RUBBISH);
        try (FileChannel file = FileChannel.open(store, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(rubbish), from);
        }
    }
}
