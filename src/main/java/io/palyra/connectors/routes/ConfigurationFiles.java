package io.palyra.connectors.routes;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.builder.RouteConfigurationBuilder;

/** Remembers which file a route configuration is from, as Camel does for routes and templates. */
public final class ConfigurationFiles implements RouteBuilderLifecycleStrategy {

    /** Under which Camel finds it in the registry. */
    public static final String BEAN = "palyraConfigurationFiles";

    @Override
    public void afterConfigure(RouteBuilder builder) {
        if (builder instanceof RouteConfigurationBuilder file) {
            file.getRouteConfigurationCollection()
                    .getRouteConfigurations()
                    .forEach(configuration -> configuration.setResource(file.getResource()));
        }
    }
}
