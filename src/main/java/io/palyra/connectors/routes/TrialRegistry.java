package io.palyra.connectors.routes;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Service;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The beans that a trial makes itself, and behind them those of the running context. What runs and can be stopped is not
 * lent, as a context stops what it finds in its routes: an idempotent repository would forget what it has seen. Nor is what
 * route files have brought: a trial makes that from the files, or finds that it is gone.
 */
final class TrialRegistry extends DefaultRegistry {

    private final Registry running;

    private final Set<String> ofFiles;

    /** @param ofFiles the names of the beans that are from route files */
    TrialRegistry(Registry running, Set<String> ofFiles) {
        this.running = running;
        this.ofFiles = Set.copyOf(ofFiles);
    }

    @Override
    public @Nullable Object lookupByName(String name) {
        Object own = super.lookupByName(name);
        return own != null ? own : lent(name, running.lookupByName(name));
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        T own = super.lookupByNameAndType(name, type);
        return own != null ? own : lent(name, running.lookupByNameAndType(name, type));
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        Map<String, T> beans = new LinkedHashMap<>(running.findByTypeWithName(type));
        beans.entrySet().removeIf(bean -> lent(bean.getKey(), bean.getValue()) == null);
        beans.putAll(super.findByTypeWithName(type));
        return beans;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return new LinkedHashSet<>(findByTypeWithName(type).values());
    }

    @Override
    public <T> @Nullable T findSingleByType(Class<T> type) {
        Set<T> found = findByType(type);
        return found.size() == 1 ? found.iterator().next() : null;
    }

    private <T> @Nullable T lent(String name, @Nullable T bean) {
        return ofFiles.contains(name) || bean instanceof Service || bean instanceof CamelContextAware ? null : bean;
    }
}
