package io.palyra.connectors;

import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The settings of a Spring application, for {@link PalyraConnectors}. */
@API(status = API.Status.STABLE)
public final class SpringSettings {

    private SpringSettings() {}

    /**
     * What is set under {@code palyra.}, as Spring resolves it. Not from variables of the environment: those are read as
     * everywhere, {@code PALYRA_STORE_URL} for {@code palyra.store.url}.
     */
    public static Map<String, String> of(ConfigurableEnvironment environment) {
        Map<String, String> settings = new TreeMap<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> known
                    && !(source instanceof SystemEnvironmentPropertySource)) {
                for (String name : known.getPropertyNames()) {
                    String value = name.startsWith("palyra.") ? environment.getProperty(name) : null;
                    if (value != null) {
                        settings.put(name, value);
                    }
                }
            }
        }
        return settings;
    }
}
