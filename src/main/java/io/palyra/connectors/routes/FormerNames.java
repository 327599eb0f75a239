package io.palyra.connectors.routes;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds our classes also by the names that they had in earlier versions, as those stand in the route files of others: an
 * {@code onException} that names one goes on handling what it handled. Says each old name once, with the new one.
 */
public final class FormerNames extends DefaultClassResolver {

    private static final Logger LOG = LoggerFactory.getLogger(FormerNames.class);

    private static final String HOUSE = "io.palyra.connectors.";
    private static final String FORMER_DAEMON = HOUSE + "router.";
    private static final String DAEMON = HOUSE + "daemon.";

    private static final Map<String, String> RENAMED = Map.of(
            HOUSE + "lane.StoreUnavailableException", HOUSE + "transaction.StoreUnavailableException",
            HOUSE + "lane.StoreLostException", HOUSE + "transaction.StoreLostException");

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private FormerNames(CamelContext context) {
        super(context);
    }

    /** Before the context makes its routes. A resolver that the context's owner has chosen stays. */
    public static void in(CamelContext context) {
        if (context.getClassResolver().getClass() == DefaultClassResolver.class) {
            DefaultClassResolver replaced = (DefaultClassResolver) context.getClassResolver();
            FormerNames resolver = new FormerNames(context);
            replaced.getClassLoaders().forEach(resolver::addClassLoader);
            context.setClassResolver(resolver);
        }
    }

    @Override
    protected @Nullable Class<?> loadClass(String name, ClassLoader loader) {
        Class<?> found = super.loadClass(name, loader);
        if (found == null && name.startsWith(HOUSE)) {
            found = ofToday(name, loader);
        }
        return found;
    }

    private @Nullable Class<?> ofToday(String former, ClassLoader loader) {
        String name = former.startsWith(FORMER_DAEMON)
                ? DAEMON + former.substring(FORMER_DAEMON.length())
                : RENAMED.get(former);
        Class<?> found = name == null ? null : super.loadClass(name, loader);
        if (found != null && SAID.add(former)) {
            LOG.warn(
                    "{} is called {} now; the old name goes on working, write the new one where routes name it",
                    former,
                    name);
        }
        return found;
    }
}
