package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.platform.http.RequestException;
import java.util.List;
import java.util.function.Consumer;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what one channel has said behind its position. Used by one thread at a time; blocks. */
final class LaneHistory {

    private static final Logger LOG = LoggerFactory.getLogger(LaneHistory.class);

    /** How reading a history ends, where nothing failed. */
    enum End {
        READ,
        /** It is not to be read, for all that is known. */
        SKIPPED,
        /** Discord has refused to show it. */
        REFUSED,
        GONE
    }

    private final String channelId;
    private final InboundFlow flow;
    private final InboundFlow.Parts parts;
    private final LanePosition position;
    private final LaneAdmission admission;
    private final Consumer<DataObject> reached;

    /** @param reached told of each message that is admitted */
    LaneHistory(
            String channelId,
            InboundFlow flow,
            InboundFlow.Parts parts,
            LanePosition position,
            LaneAdmission admission,
            Consumer<DataObject> reached) {
        this.channelId = channelId;
        this.flow = flow;
        this.parts = parts;
        this.position = position;
        this.admission = admission;
        this.reached = reached;
    }

    /**
     * Reads what follows the position, the oldest first, until there is no more; and a little before it where Discord may
     * have been about to show a message that is older than the newest one admitted.
     */
    End read() throws RequestException, InboundRefusedException {
        if (!parts.reader().mayRead(channelId)) {
            return End.SKIPPED;
        }
        try {
            if (!position.isStored()) {
                begin();
            }
            pages();
            return End.READ;
        } catch (RequestException e) {
            return refused(e);
        }
    }

    /** A thread begins with its channel: nothing else tells that of one that was archived. */
    private void begin() throws RequestException {
        parts.reader().find(channelId);
        flow.beginnings().mayBeSeen(channelId, null);
        position.startsNoEarlierThan(flow.beginnings().of(channelId));
    }

    private void pages() throws RequestException, InboundRefusedException {
        String from = position.noEarlierThanStart(flow.mayLack(position.reached()));
        while (true) {
            List<DataObject> page = parts.reader().after(channelId, from);
            String last = from;
            for (DataObject message : page) {
                if (flow.threads().isClosed()) {
                    throw new InboundRefusedException("the session ends", null);
                }
                position.begin();
                admission.fromHistory(message);
                reached.accept(message);
                last = parts.time().isPossible(Snowflake.moment(message.getString("id")))
                        ? message.getString("id")
                        : last;
            }
            position.store();
            if (page.size() < History.PAGE_MAX || last.equals(from)) {
                return;
            }
            from = last;
        }
    }

    /** Discord has said that there is nothing for us: a failure on the way is none of that. */
    private End refused(RequestException failure) throws RequestException {
        End end =
                switch (HistoryReader.answer(failure)) {
                    case GONE -> End.GONE;
                    case REFUSED -> End.REFUSED;
                    case NONE -> throw failure;
                };
        if (end == End.REFUSED) {
            flow.beginnings().hidden(channelId);
        }
        LOG.info("the history of channel {} is not read: {}", channelId, failure.getMessage());
        return end;
    }
}
