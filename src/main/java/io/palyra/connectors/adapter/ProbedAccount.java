package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import java.util.Optional;
import org.apiguardian.api.API;

/** An account that a connector may have: what a probe is told of it. */
@API(status = API.Status.STABLE)
public interface ProbedAccount {

    /** The definition of the instance of that name, or what it would get where none is registered. */
    ConnectorInstanceSpec spec();

    /**
     * One of its secrets, resolved at this moment; empty where its reference has no value. Never keep or log it.
     *
     * @param option {@code token}, or another secret among {@link ConnectorType#options}
     */
    Optional<String> secret(String option);

    /** Why {@link #secret} is empty, for people; never anything of its content. */
    String whyNoSecret(String option);
}
