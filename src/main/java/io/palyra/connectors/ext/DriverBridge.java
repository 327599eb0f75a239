package io.palyra.connectors.ext;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
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

    /**
     * Registers each that can be loaded.
     *
     * @param findings one line is added for each that cannot
     * @return what was registered, for {@link #remove}
     */
    static List<Driver> registerThoseOf(ClassLoader loader, List<String> findings) {
        List<Driver> bridges = new ArrayList<>();
        Iterator<Provider<Driver>> found =
                ServiceLoader.load(Driver.class, loader).stream().iterator();
        while (true) {
            // What is wrong with one comes out of either call; the next call goes on with the next one
            try {
                if (!found.hasNext()) {
                    return bridges;
                }
                Provider<Driver> provider = found.next();
                if (provider.type().getClassLoader() == loader) {
                    Driver bridge = new DriverBridge(provider.get());
                    DriverManager.registerDriver(bridge);
                    bridges.add(bridge);
                }
            } catch (SQLException | ServiceConfigurationError | LinkageError e) {
                findings.add("a JDBC driver in ext/ cannot be loaded, the others are: " + e.getMessage());
            }
        }
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
