package io.palyra.connectors.program;

import io.palyra.connectors.settings.SecretReference;
import io.palyra.connectors.settings.Settings;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.ObjectHelper;

/** What references of the settings stand for. */
final class Secrets {

    private static final String STORE_PASSWORD = "palyra.store.password";

    private Secrets() {}

    /**
     * @param key the setting, for messages
     * @param placeholders puts values in place of <code>{{function:name}}</code>, or throws IllegalArgumentException
     * @throws ProgramStartException where the reference leads to nothing
     */
    static String resolve(String key, SecretReference reference, UnaryOperator<String> placeholders) {
        String secret;
        try {
            secret = placeholders.apply(reference.text());
        } catch (IllegalArgumentException e) {
            throw new ProgramStartException(key + ": "
                    + unreadable(e).orElse("the reference cannot be resolved")
                    + "; set what it refers to, or remove it");
        }
        if (secret != null && reference.isOnlyWords(secret)) {
            throw new ProgramStartException(
                    key + ": the reference leads to nothing but its own words; see whether the name"
                            + " of its function is spelt right, such as in {{env:MY_SECRET}}");
        }
        if (secret == null || secret.isBlank()) {
            throw new ProgramStartException(key + ": what the reference names is empty");
        }
        return secret.strip();
    }

    /** Why a text with references has no value; empty if it has one, or if that is not known. */
    static Optional<String> trouble(String text, UnaryOperator<String> placeholders) {
        try {
            String value = placeholders.apply(text);
            return value == null || value.isBlank() ? Optional.of(text.strip() + ": empty") : Optional.empty();
        } catch (IllegalArgumentException e) {
            return unreadable(e);
        }
    }

    private static Optional<String> unreadable(IllegalArgumentException failure) {
        return Optional.ofNullable(ObjectHelper.getException(UnreadableSecretException.class, failure))
                .map(Throwable::getMessage);
    }

    /** The store's settings, the reference to the password replaced by the password. */
    static Settings.Store resolve(Settings.Store store, UnaryOperator<String> placeholders) {
        if (!store.isPostgres()) {
            return store;
        }
        return store.password()
                .map(reference -> store.withPassword(resolve(STORE_PASSWORD, reference, placeholders)))
                .orElse(store);
    }

    /**
     * The same while there is no context: the store is opened while Camel is set up. Of Camel's vaults those are known
     * that are configured by environment variables.
     *
     * @param properties what references by <code>{{key}}</code> stand for
     * @param loader finds the functions of {@code ext/}
     */
    static Settings.Store resolve(Settings.Store store, Properties properties, ClassLoader loader) {
        if (!store.isPostgres() || store.password().isEmpty()) {
            return store;
        }
        DefaultCamelContext context = new DefaultCamelContext(false);
        try {
            context.setApplicationContextClassLoader(loader);
            context.getPropertiesComponent().setInitialProperties(properties);
            context.getPropertiesComponent().addPropertiesFunction(new FilePropertiesFunction());
            context.build();
            return resolve(store, context::resolvePropertyPlaceholders);
        } finally {
            context.stop();
        }
    }
}
