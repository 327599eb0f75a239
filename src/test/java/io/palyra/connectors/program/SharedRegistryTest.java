package io.palyra.connectors.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

class SharedRegistryTest {

    private static final int LOOK_UPS = 20_000;

    @Test
    void aBeanIsFoundWhileOthersComeAndGo() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            SharedRegistry.useIn(context);
            Registry registry = context.getRegistry();
            registry.bind("mine", Runnable.class, (Runnable) () -> {});
            AtomicInteger lookUps = new AtomicInteger();
            ExecutorService readers = Executors.newSingleThreadExecutor();
            try {
                Future<?> found = readers.submit(() -> {
                    while (lookUps.incrementAndGet() < LOOK_UPS) {
                        assertThat(registry.findByType(Runnable.class)).hasSize(1);
                        assertThat(registry.lookupByNameAndType("mine", Runnable.class))
                                .isNotNull();
                    }
                });
                for (int change = 0; !found.isDone(); change++) {
                    registry.bind("other-" + change, new Object());
                    registry.unbind("other-" + (change - 10));
                }
                found.get();
            } finally {
                readers.shutdownNow();
            }
            registry.unbind("mine");
            assertThat(registry.lookupByName("mine")).isNull();
        }
    }

    @Test
    void suppliersAreAskedOnceOrEachTime() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            SharedRegistry.useIn(context);
            Registry registry = context.getRegistry();
            registry.bind("once", Object.class, Object::new);
            registry.bindAsPrototype("anew", Object.class, Object::new);
            registry.bind("later", new Object());

            assertThat(registry.lookupByName("once")).isNotNull().isSameAs(registry.lookupByName("once"));
            assertThat(registry.lookupByName("anew")).isNotNull().isNotSameAs(registry.lookupByName("anew"));
        }
    }
}
