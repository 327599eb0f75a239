package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.message.PlatformMessages;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.Preflight;
import java.util.List;

/** Says before an operation whether Discord will permit it, and which permission is missing where it will not. */
final class OperationPreflight {

    /** An operation that was checked, and the channel that it is about. */
    record Checked(Preflight preflight, String channelId, ChannelAccess access) implements PlatformMessages.Checked {}

    private final Channels channels;
    private final PermissionCheck permissions;

    OperationPreflight(Channels channels, PermissionCheck permissions) {
        this.channels = channels;
        this.permissions = permissions;
    }

    Checked check(MessageFeature feature, MessageTarget target) throws RequestException {
        String place = target.threadId() == null
                ? target.conversationId().value()
                : target.threadId().value();
        String channelId = channels.idOf(Target.parse("conversation_id", place));
        ChannelAccess access = permissions.of(channelId);
        Preflight preflight = Preflight.of(feature, DiscordConnector.CAPABILITIES);
        if (access.place() == ChannelAccess.Place.NOWHERE) {
            return new Checked(preflight.denied("Discord knows no channel " + channelId), channelId, access);
        }
        // Whether an own message is deleted, and needs no more than that, is seen with the message
        List<String> missing = access.missing(feature).stream()
                .filter(name ->
                        feature != MessageFeature.DELETE || !name.equals(ChannelPermission.MANAGE_MESSAGES.title()))
                .toList();
        return new Checked(
                missing.isEmpty()
                        ? preflight
                        : preflight.denied(
                                "missing permission: " + String.join(", ", missing) + " in channel " + channelId),
                channelId,
                access);
    }
}
