package io.palyra.connectors.reference;

import com.fasterxml.jackson.databind.Module;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;

/** Beans that routes may refer to. */
final class RouteBeans {

    /** @param type the interface or class that may be relied on */
    private record RouteBean(Class<?> type, String description) {}

    private static final Map<String, RouteBean> BEANS = new LinkedHashMap<>();

    /** The program's own: routes that refer to one would break with the next version. */
    private static final Set<String> INTERNAL = Set.of(
            "palyraHost",
            "palyraAccess",
            "palyraAccessGate",
            "palyraServedInstances",
            "palyraInboxEntry",
            "palyraInboundStepFailures",
            "palyraOutboxEntry",
            "palyraInbox",
            "palyraOutbox",
            "palyraDaemonState",
            "palyraTypingIndicators",
            "palyraEvents",
            "palyraKnownConnectors",
            "palyraRouteOrigins",
            "palyraJsonCustomizer",
            "palyraRoutesWithoutInput");

    static {
        BEANS.put(
                "palyraStore",
                new RouteBean(
                        DataSource.class, "The store's [views](sql.md#reports-palyrastore), for `sql:`; read-only"));
        BEANS.put(
                "palyraJson",
                new RouteBean(Module.class, "The records' JSON, for a `json` step that sets `moduleRefs` itself"));
        BEANS.put(
                "embeddedDaemon",
                new RouteBean(
                        Object.class,
                        "Repeats what it is told, as `bean:embeddedDaemon`; the daemon unless another is set"));
        BEANS.put(
                "retryForAnHour",
                new RouteBean(RedeliveryPolicy.class, "In `routes/retries.camel.yaml`: for what is only unreachable"));
        BEANS.put(
                "fiveAttempts",
                new RouteBean(
                        RedeliveryPolicy.class,
                        "In `routes/retries.camel.yaml`: for the rest; the inbound steps use it by this name"));
    }

    private RouteBeans() {}

    static String table(CamelContext context) {
        return Markdown.table(
                List.of("bean", "type", ""),
                BEANS.entrySet().stream()
                        .map(bean -> List.of(
                                Markdown.code(bean.getKey()),
                                Markdown.code(found(
                                                context,
                                                bean.getKey(),
                                                bean.getValue().type())
                                        .getName()),
                                bean.getValue().description())));
    }

    private static Class<?> found(CamelContext context, String name, Class<?> type) {
        if (!type.isInstance(context.getRegistry().lookupByName(name))) {
            throw new AssertionError("the program has no bean " + name + " of type " + type.getName());
        }
        return type;
    }

    /** What the program binds and neither list has. */
    static Set<String> unlisted(CamelContext context) {
        Set<String> bound = new TreeSet<>(
                context.getRegistry().findByTypeWithName(Object.class).keySet());
        bound.removeIf(name -> !name.startsWith("palyra"));
        bound.removeAll(BEANS.keySet());
        bound.removeAll(INTERNAL);
        return bound;
    }
}
