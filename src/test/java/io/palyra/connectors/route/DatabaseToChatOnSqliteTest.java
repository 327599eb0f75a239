package io.palyra.connectors.route;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The user's database is a SQLite file. */
class DatabaseToChatOnSqliteTest extends DatabaseToChatRules {

    @Override
    String url() {
        return "jdbc:sqlite:" + folder.resolve("requests.db") + "?journal_mode=WAL&busy_timeout=10000";
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    @Override
    String database() {
        return "sqlite";
    }

    @Override
    boolean writesSideBySide() {
        return false;
    }
}
