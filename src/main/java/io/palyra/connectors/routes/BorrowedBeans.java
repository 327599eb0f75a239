package io.palyra.connectors.routes;

import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/** Lets a trial see the beans of the running context, without the right to clear or replace them. */
final class BorrowedBeans implements BeanRepository {

    private final Registry running;

    BorrowedBeans(Registry running) {
        this.running = running;
    }

    @Override
    public @Nullable Object lookupByName(String name) {
        return running.lookupByName(name);
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        return running.lookupByNameAndType(name, type);
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return running.findByTypeWithName(type);
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return running.findByType(type);
    }
}
