package io.palyra.connectors.ext;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC driver of another class loader. {@link DriverManager} gives a driver only to those who could load its class by
 * themselves, which pools and Spring cannot, as they are on the program's own class path; this class they can.
 */
final class DriverBridge implements Driver {

    private final Driver driver;

    private DriverBridge(Driver driver) {
        this.driver = driver;
    }

    /** @return what was registered, for {@link #remove} */
    static List<Driver> registerThoseOf(ClassLoader loader) throws SQLException {
        List<Driver> bridges = ServiceLoader.load(Driver.class, loader).stream()
                .filter(provider -> provider.type().getClassLoader() == loader)
                .<Driver>map(provider -> new DriverBridge(provider.get()))
                .toList();
        for (Driver bridge : bridges) {
            DriverManager.registerDriver(bridge);
        }
        return bridges;
    }

    static void remove(List<Driver> bridges) throws SQLException {
        for (Driver bridge : bridges) {
            DriverManager.deregisterDriver(bridge);
        }
    }

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        return driver.connect(url, properties);
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return driver.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return driver.getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return driver.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return driver.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return driver.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }
}
