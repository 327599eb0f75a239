package io.palyra.connectors.discord;

import java.util.Map;
import java.util.Set;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.internal.JDAImpl;
import net.dv8tion.jda.internal.handle.SocketHandler;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JDA from reading events. It tells of a raw event only once it has read it itself: a message or a whole guild with one
 * field that it does not understand would be lost, its text would stand in the log, and a session with such a guild would
 * never be ready. What it makes of events is not used here.
 *
 * <p>JDA has no public way to this.
 */
final class RawEvents {

    private static final String READY = "READY";

    /** What JDA is to know: its session, and the bot's own name. */
    private static final Set<String> READ_BY_JDA = Set.of(READY, "USER_UPDATE");

    private RawEvents() {}

    static void only(JDA jda) {
        JDAImpl internal = (JDAImpl) jda;
        Map<String, SocketHandler> handlers = internal.getClient().getHandlers();
        handlers.replaceAll(
                (event, handler) -> READ_BY_JDA.contains(event) ? handler : new SocketHandler.NOPHandler(internal));
        handlers.computeIfPresent(READY, (event, handler) -> new Ready(internal, handler));
    }

    /** Of a JDA that has shut down before it had one. */
    static void closeLink(JDA jda) {
        ((JDAImpl) jda).getClient().close();
    }

    /** JDA waits for each guild that it is told of. */
    private static final class Ready extends SocketHandler {

        private final SocketHandler jda;

        Ready(JDAImpl internal, SocketHandler jda) {
            super(internal);
            this.jda = jda;
        }

        @Override
        protected @Nullable Long handleInternally(DataObject content) {
            DataObject withoutGuilds = copy(content).put("guilds", DataArray.empty());
            jda.handle(responseNumber, copy(allContent).put("d", withoutGuilds));
            return null;
        }

        private static DataObject copy(DataObject original) {
            DataObject copy = DataObject.empty();
            original.toMap().forEach(copy::put);
            return copy;
        }
    }
}
