package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * How one instance is set up: the steps of its kind, and where its secrets and its definition go.
 *
 * @param steps on the platform
 * @param secrets where each is looked for unless the settings say otherwise
 * @param settings the lines for {@code application.properties}
 */
@API(status = API.Status.INTERNAL)
public record SetupSheet(
        ConnectorId connectorId, List<SetupGuide.Step> steps, List<PlacedSecret> secrets, List<String> settings) {

    /** The option of the secret that nearly every kind has. */
    static final String TOKEN = "token";

    /** The vault ref of it is older than its name. */
    private static final String BOT_TOKEN = "bot_token";

    /**
     * A secret and its place.
     *
     * @param vaultRef that belongs to the instance
     * @param reference which resolves it, as it is written in settings
     * @param variable the environment variable that holds it; absent where the vault is no environment
     */
    public record PlacedSecret(
            String option,
            String title,
            String vaultRef,
            String reference,
            @Nullable String variable) {}

    public SetupSheet {
        steps = List.copyOf(steps);
        secrets = List.copyOf(secrets);
        settings = List.copyOf(settings);
    }

    /** @param vaultFunction the property function that vault refs are resolved with, such as {@code env} */
    public static SetupSheet of(ConnectorType type, ConnectorId connectorId, String vaultFunction) {
        SetupGuide guide = type.setup();
        List<PlacedSecret> secrets = guide.secrets().stream()
                .map(secret -> placed(secret, connectorId, vaultFunction))
                .toList();
        String prefix = "palyra.connectors." + connectorId.kind() + "." + connectorId.name() + ".";
        List<String> settings = new ArrayList<>();
        settings.add(prefix + "enabled=true");
        secrets.forEach(secret -> settings.add(prefix + secret.option() + "=" + secret.reference()));
        return new SetupSheet(connectorId, guide.steps(), secrets, settings);
    }

    private static PlacedSecret placed(SetupGuide.Secret secret, ConnectorId connectorId, String vaultFunction) {
        String vaultRef = vaultRef(connectorId, secret.option());
        return new PlacedSecret(
                secret.option(),
                secret.title(),
                vaultRef,
                VaultReference.of(vaultFunction, vaultRef),
                VaultReference.variable(vaultFunction, vaultRef).orElse(null));
    }

    private static String vaultRef(ConnectorId connectorId, String option) {
        return ConnectorInstanceSpec.vaultRef(connectorId, option.equals(TOKEN) ? BOT_TOKEN : option.replace('-', '_'));
    }
}
