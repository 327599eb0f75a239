package io.palyra.connectors.adapter;

import java.util.List;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The kinds on the class path. One that does not answer is named, as it may be in a jar of somebody else. */
final class ConnectorTypes {

    private static final String WAY_OUT = "Mend it, or take its jar out of ext/";

    private ConnectorTypes() {}

    static List<ConnectorType> all() {
        return ServiceLoader.load(ConnectorType.class).stream()
                .map(Provider::get)
                .map(ConnectorTypes::checked)
                .toList();
    }

    /**
     * The type, if all that is asked of it before any instance exists is answered.
     *
     * @throws IllegalStateException naming the class and the way out
     */
    static ConnectorType checked(ConnectorType type) {
        answer(type, "kind()", type::kind);
        answer(type, "availability()", type::availability);
        answer(type, "deferredReason()", type::deferredReason);
        answer(type, "capabilities()", type::capabilities);
        answer(type, "options()", type::options);
        answer(type, "markup()", type::markup);
        answer(type, "setup()", type::setup);
        answer(type, "builtIn()", type::builtIn);
        return type;
    }

    private static void answer(ConnectorType type, String method, Supplier<@Nullable Object> asked) {
        Object answer;
        try {
            answer = asked.get();
        } catch (RuntimeException | Error e) {
            throw new IllegalStateException(broken(type, method + " failed: " + e), e);
        }
        if (answer == null) {
            throw new IllegalStateException(broken(type, method + " answers null"));
        }
    }

    private static String broken(ConnectorType type, String how) {
        return "connector " + type.getClass().getName() + " does not work: " + how + ". " + WAY_OUT;
    }
}
