package io.palyra.connectors.program;

import io.palyra.connectors.settings.SecretReference;
import io.palyra.connectors.settings.Settings;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** What the references of the program's own settings refer to. */
final class Secrets {

    private Secrets() {}

    /** @throws ProgramStartException where it cannot be resolved */
    static Optional<String> storePassword(CamelContext context, Settings settings) {
        return settings.store().password().map(reference -> resolve(context, "palyra.store.password", reference));
    }

    /** @throws ProgramStartException naming the key, where nothing is there */
    static String resolve(CamelContext context, String key, SecretReference reference) {
        String secret;
        try {
            secret = context.resolvePropertyPlaceholders(reference.text());
        } catch (IllegalArgumentException e) {
            throw new ProgramStartException(
                    key + ": the reference cannot be resolved; set what it refers to, or remove it");
        }
        if (secret.isBlank()) {
            throw new ProgramStartException(key + ": what the reference names is empty");
        }
        return secret.strip();
    }
}
