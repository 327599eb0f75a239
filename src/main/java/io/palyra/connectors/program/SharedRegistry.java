package io.palyra.connectors.program;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.SimpleRegistry;
import org.apache.camel.support.SupplierRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Beans that are looked up while others come and go. Camel's own is a map without locks, made for a context that is set up
 * once: a reload that brings a bean would make a message fail for whose sake a bean is looked for at the same moment. Here
 * each change makes a new map; readers wait for nobody.
 */
final class SharedRegistry implements Registry {

    private final Supplier<SimpleRegistry> empty;
    private volatile SimpleRegistry beans;

    private SharedRegistry(Supplier<SimpleRegistry> empty) {
        this.empty = empty;
        this.beans = empty.get();
    }

    /** To be called before there are any beans. */
    static void useIn(CamelContext context) {
        DefaultRegistry registry = context.getRegistry(DefaultRegistry.class);
        registry.setFallbackRegistry(new SharedRegistry(SimpleRegistry::new));
        registry.setSupplierRegistry(new SharedRegistry(SupplierRegistry::new));
    }

    private synchronized void change(Consumer<SimpleRegistry> change) {
        SimpleRegistry next = empty.get();
        for (Map.Entry<String, Map<Class<?>, Object>> bean : beans.entrySet()) {
            next.put(bean.getKey(), new LinkedHashMap<>(bean.getValue()));
        }
        change.accept(next);
        beans = next;
    }

    @Override
    public void bind(String name, Class<?> type, Object bean) {
        change(it -> it.bind(name, type, bean));
    }

    @Override
    public void bind(
            String name, Class<?> type, Object bean, @Nullable String initMethod, @Nullable String destroyMethod) {
        change(it -> it.bind(name, type, bean, initMethod, destroyMethod));
    }

    @Override
    public void bind(String name, Class<?> type, Supplier<Object> bean) {
        change(it -> it.bind(name, type, bean));
    }

    @Override
    public void bind(
            String name,
            Class<?> type,
            Supplier<Object> bean,
            @Nullable String initMethod,
            @Nullable String destroyMethod) {
        change(it -> it.bind(name, type, bean, initMethod, destroyMethod));
    }

    @Override
    public void bindAsPrototype(String name, Class<?> type, Supplier<Object> bean) {
        change(it -> it.bindAsPrototype(name, type, bean));
    }

    @Override
    public void unbind(String name) {
        change(it -> it.unbind(name));
    }

    @Override
    public @Nullable Object lookupByName(String name) {
        return beans.lookupByName(name);
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        return beans.lookupByNameAndType(name, type);
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return beans.findByTypeWithName(type);
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return beans.findByType(type);
    }
}
