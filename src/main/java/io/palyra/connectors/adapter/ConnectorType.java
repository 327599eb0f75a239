package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * A kind of connector, as it is known before any instance exists. Found through {@link java.util.ServiceLoader}, so that adding a
 * connector touches nothing but its own package and its line in {@code META-INF/services}.
 */
@API(status = API.Status.STABLE)
public interface ConnectorType {

    ConnectorKind kind();

    Availability availability();

    /** Why instances are refused; present exactly when the availability is {@code deferred}. */
    default Optional<String> deferredReason() {
        return Optional.empty();
    }

    ConnectorCapabilitySet capabilities();

    /** Options that instances of every kind have. */
    Set<String> COMMON_OPTIONS = Set.of("other-bots", "bot-loop-limit");

    /**
     * Names of the endpoint options, beside {@link #COMMON_OPTIONS}, that may be declared as {@code
     * palyra.connectors.<kind>.<name>.<option>}. One whose name ends in {@code token}, {@code password} or {@code secret} is
     * no endpoint option but a reference to a secret, for {@link ConnectorHost#secret}.
     */
    default Set<String> options() {
        return Set.of();
    }

    /** {@link #options} and {@link #COMMON_OPTIONS}. */
    default Set<String> declarableOptions() {
        return Stream.concat(options().stream(), COMMON_OPTIONS.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The one spelling of a conversation that may be written in several ways; messages of one spelling are kept in order.
     * Asked when an outbound message is accepted.
     *
     * @throws InvalidEnvelopeException where it cannot be a conversation of this platform
     */
    default ConversationId conversation(ConversationId written) {
        return written;
    }

    /**
     * Whether somebody can have the id, canonical or bare, that stands in {@code access-allow-from} or {@code access-deny-from}.
     * Operators are warned of one that nobody can have: it lets nobody in, and keeps nobody out.
     */
    default boolean isSenderId(String written) {
        return mayBeId(written);
    }

    /** The same of a conversation in {@code access-allow-conversations}. */
    default boolean isConversationId(String written) {
        return mayBeId(written);
    }

    private boolean mayBeId(String written) {
        String prefix = kind().value() + ":";
        return !written.equals("*")
                && (written.startsWith(prefix) || !written.regionMatches(true, 0, prefix, 0, prefix.length()));
    }

    /** What becomes of a text, and where one that is too long for one message may be cut. Asked when an outbound message is accepted. */
    default Markup markup() {
        return Markup.PLAIN;
    }

    /**
     * Whether a message that answers another one belongs where that one is, as in a thread: then each part of a long one names
     * it. By default only the first part does, as a quotation. Asked when an outbound message is accepted.
     */
    default boolean answersInPlace() {
        return false;
    }

    /** What a person does on the platform before an instance can work. */
    default SetupGuide setup() {
        return SetupGuide.unknown();
    }

    /** The instance that exists from the first start, if any. */
    default Optional<ConnectorInstanceSpec> builtIn() {
        return Optional.empty();
    }

    /**
     * All kinds on the class path.
     *
     * @throws IllegalStateException naming one that does not answer
     * @throws java.util.ServiceConfigurationError for one that cannot be loaded
     */
    static List<ConnectorType> all() {
        return ConnectorTypes.all();
    }
}
