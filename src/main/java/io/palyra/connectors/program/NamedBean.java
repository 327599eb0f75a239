package io.palyra.connectors.program;

import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.BeanRepository;
import org.jspecify.annotations.Nullable;

/**
 * A bean that only its name leads to. A component that takes the one bean of a type, as {@code sql:} takes the only DataSource,
 * does not take this one, and finds the user's own where there is one.
 */
record NamedBean(String name, Object bean) implements BeanRepository {

    @Override
    public @Nullable Object lookupByName(String wanted) {
        return name.equals(wanted) ? bean : null;
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String wanted, Class<T> type) {
        return name.equals(wanted) && type.isInstance(bean) ? type.cast(bean) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }
}
