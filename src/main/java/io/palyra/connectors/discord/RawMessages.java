package io.palyra.connectors.discord;

import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.internal.JDAImpl;
import net.dv8tion.jda.internal.handle.SocketHandler;

/**
 * Keeps JDA from reading messages. It tells of a raw event only once it has read it itself: a message with one field that
 * it does not understand would be lost, and its text would stand in the log. What it makes of messages is not used here.
 *
 * <p>JDA has no public way to this.
 */
final class RawMessages {

    private RawMessages() {}

    static void only(JDA jda) {
        JDAImpl internal = (JDAImpl) jda;
        for (String event : new String[] {"MESSAGE_CREATE", "MESSAGE_UPDATE"}) {
            internal.getClient().getHandlers().put(event, new SocketHandler.NOPHandler(internal));
        }
    }
}
