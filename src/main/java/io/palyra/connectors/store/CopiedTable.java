package io.palyra.connectors.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One table of a SQLite file that is written into a PostgreSQL database. Its name and those of its columns are our schema's. */
final class CopiedTable {

    private static final int BATCH = 1_000;

    private final String name;
    private final List<String> columns;

    private CopiedTable(String name, List<String> columns) {
        this.name = name;
        this.columns = columns;
    }

    static CopiedTable of(String name, Statements reading) {
        return new CopiedTable(name, reading.query("names_of_columns", row -> row.getString(1), name));
    }

    /**
     * @param progress told after every thousand rows how many were written
     * @throws StoreStartException where the file has a value of a kind that the database does not take there
     */
    void copy(Statements reading, Statements writing, LongConsumer progress) throws SQLException {
        String names = String.join(", ", columns);
        String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
        long rows = 0;
        try (Statement all = reading.connection().createStatement();
                ResultSet row = all.executeQuery("SELECT " + names + " FROM " + name);
                PreparedStatement insert = writing.connection()
                        .prepareStatement("INSERT INTO " + name + " (" + names + ") VALUES (" + marks + ")")) {
            boolean[] isText = isText(insert);
            while (row.next()) {
                for (int column = 0; column < columns.size(); column++) {
                    Object value = row.getObject(column + 1);
                    refuseOtherKind(column, isText[column], value);
                    insert.setObject(column + 1, NulCharacter.replacedIn(value));
                }
                insert.addBatch();
                if (++rows % BATCH == 0) {
                    insert.executeBatch();
                    progress.accept(rows);
                }
            }
            insert.executeBatch();
        }
    }

    /** By column; the others are whole numbers. */
    private boolean[] isText(PreparedStatement insert) throws SQLException {
        boolean[] isText = new boolean[columns.size()];
        for (int column = 0; column < isText.length; column++) {
            isText[column] = insert.getParameterMetaData().getParameterType(column + 1) == Types.VARCHAR;
        }
        return isText;
    }

    /**
     * SQLite takes any value into any column, and PostgreSQL would round some and write others in another way. A number in a
     * column of texts is a text in SQLite, too.
     */
    private void refuseOtherKind(int column, boolean isText, @Nullable Object value) {
        if (value == null || (isText ? value instanceof String : value instanceof Integer || value instanceof Long)) {
            return;
        }
        String kind = value instanceof String ? "text" : value instanceof Double ? "real" : "blob";
        throw new StoreStartException(
                "FILE: " + columns.get(column) + " of " + name + " has a value of the kind " + kind + " where "
                        + (isText ? "a text" : "a whole number") + " belongs; see SELECT * FROM " + name
                        + " WHERE typeof(" + columns.get(column) + ") = '" + kind
                        + "', set it right in the file while no program has it, and copy again",
                null);
    }
}
