package io.palyra.connectors;

import io.palyra.connectors.program.EmbeddedConnectors;
import io.palyra.connectors.program.Surroundings;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.LifecycleStrategy;
import org.apiguardian.api.API;

/**
 * Puts the connectors into a Camel context of somebody else, for routes with {@code palyra-outbox:}, {@code palyra-inbox:},
 * {@code palyra-events:} and those of the connectors.
 *
 * <p>The settings are those of the host that begin with {@code palyra.}, checked as the program checks its own. The store
 * opens before the host's routes are made; connectors start once they run; all of it stops with the context, the store last.
 * A start that is refused says why in one exception, and leaves nothing open once the context is stopped. Of the core routes
 * those are added that the host does not have itself.
 */
@API(status = API.Status.STABLE)
public final class PalyraConnectors {

    private PalyraConnectors() {}

    /** Before it starts; the settings are those of its {@code application.properties}. */
    public static void addTo(BaseMainSupport main) {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport configured) {
                addTo(configured.getCamelContext());
            }
        });
    }

    /** The same for a context that is made otherwise; the settings are those of its properties. */
    public static void addTo(CamelContext context) {
        addTo(context, Map.of());
    }

    /**
     * @param settings by key; they win over those of the context's properties
     * @throws IllegalStateException where the context has started already
     */
    public static void addTo(CamelContext context, Map<String, String> settings) {
        if (context.getStatus() != ServiceStatus.Stopped) {
            throw new IllegalStateException("PalyraConnectors.addTo comes too late: the Camel context "
                    + context.getName() + " is " + context.getStatus() + "; call it before the context starts");
        }
        context.addLifecycleStrategy(with(settings));
    }

    /** For hosts that collect such beans themselves, as Spring Boot does; of one context only. */
    public static LifecycleStrategy with(Map<String, String> settings) {
        return new EmbeddedConnectors(settings, Surroundings.real());
    }
}
