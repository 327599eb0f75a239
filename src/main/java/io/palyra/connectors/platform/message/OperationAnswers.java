package io.palyra.connectors.platform.message;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.platform.http.Outcomes;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.MessageDiff;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.MutationStatus;
import io.palyra.connectors.protocol.Preflight;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers who wants a message of a platform changed: checks first, names what is missing, and makes an answer of what the platform
 * refuses. Thread safe if the platform's part is; blocks.
 *
 * @param <C> an operation that was checked
 * @param <M> a message as the platform gives it
 */
public class OperationAnswers<C extends PlatformMessages.Checked, M> {

    /** Changes a message that is there. */
    @FunctionalInterface
    public interface Change<C, M> {
        MutationResult apply(C checked, M message) throws RequestException;
    }

    @FunctionalInterface
    interface Request<T> {
        T run() throws RequestException;
    }

    private final PlatformMessages<C, M> messages;

    public OperationAnswers(PlatformMessages<C, M> messages) {
        this.messages = messages;
    }

    /**
     * Changes one message, if that is allowed and the message is there. One that is not there is deleted already, and any other
     * change of it is denied.
     */
    public final MutationResult change(MessageFeature feature, MessageLocator locator, Change<C, M> change)
            throws DeliveryException {
        return asking(() -> {
            C checked = messages.check(feature, locator.target());
            if (!checked.preflight().allowed()) {
                return denied(checked.preflight(), locator);
            }
            try {
                M message = messages.find(checked, locator.messageId());
                if (message == null) {
                    String reason = "there is no message " + locator.messageId();
                    return feature == MessageFeature.DELETE
                            ? noop(checked, locator, reason)
                            : denied(checked, locator, reason);
                }
                return change.apply(checked, message);
            } catch (RequestException e) {
                if (messages.isDenial(e)) {
                    return denied(checked, locator, e.failure().reason());
                }
                throw e;
            }
        });
    }

    /** What the check of a place says, before any message is looked at. */
    public final <T> T place(MessageTarget target, Function<C, T> look) throws DeliveryException {
        return asking(() -> look.apply(messages.check(MessageFeature.READ, target)));
    }

    final <T> T asking(Request<T> request) throws DeliveryException {
        try {
            return request.run();
        } catch (RequestException e) {
            throw DeliveryException.of(Outcomes.of(e.failure()), UnknownResolution.OPERATOR);
        } catch (RuntimeException e) {
            if (messages.isUnreadable(e)) {
                throw DeliveryException.of(
                        new DeliveryOutcome.Unknown(
                                "the answer is not " + messages.platform() + "'s: " + e.getMessage()),
                        UnknownResolution.OPERATOR);
            }
            throw e;
        }
    }

    /** The change is made. */
    public static MutationResult done(
            PlatformMessages.Checked checked,
            MessageLocator locator,
            MutationStatus status,
            @Nullable MessageRecord message,
            @Nullable MessageDiff diff) {
        return new MutationResult(checked.preflight(), locator, status, null, message, diff);
    }

    /** The platform does not permit it, or we do not. */
    public static MutationResult denied(PlatformMessages.Checked checked, MessageLocator locator, String reason) {
        return denied(checked.preflight().denied(reason), locator);
    }

    private static MutationResult denied(Preflight preflight, MessageLocator locator) {
        return new MutationResult(preflight, locator, MutationStatus.DENIED, preflight.reason(), null, null);
    }

    /** It is as wanted already. */
    public static MutationResult noop(PlatformMessages.Checked checked, MessageLocator locator, String reason) {
        return new MutationResult(checked.preflight(), locator, MutationStatus.NOOP, reason, null, null);
    }
}
