package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.Collection;
import org.apiguardian.api.API;

/** Secrets where the name of an account is expected: names are shown, and stand in the log. */
@API(status = API.Status.INTERNAL)
public final class PastedSecret {

    private PastedSecret() {}

    /**
     * @param field where the name was given
     * @param types of connectors, with the forms of their secrets
     * @throws InvalidEnvelopeException without the secret in its text
     */
    public static void refuse(String field, String name, Collection<ConnectorType> types) {
        boolean isSecret = types.stream()
                .flatMap(type -> type.setup().secrets().stream())
                .anyMatch(secret -> secret.isOne(name.strip()));
        if (isSecret) {
            throw new InvalidEnvelopeException(
                    field,
                    "has the form of a secret, which belongs where its reference points and nowhere else; a name is of your choice,"
                            + " such as ops");
        }
    }
}
