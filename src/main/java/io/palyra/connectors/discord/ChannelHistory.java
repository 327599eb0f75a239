package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.inbound.FeedAnswer;
import io.palyra.connectors.platform.inbound.FeedHistory;
import io.palyra.connectors.platform.inbound.HistoryPage;
import java.time.Duration;
import java.util.List;
import net.dv8tion.jda.api.utils.data.DataObject;

/** What Discord tells of its channels, direct conversations and threads: each is a feed, named by its id. */
final class ChannelHistory implements FeedHistory<DataObject> {

    private final HistoryReader reader;
    private final GuildRights rights;
    private final Beginnings beginnings;

    ChannelHistory(HistoryReader reader, GuildRights rights, Beginnings beginnings) {
        this.reader = reader;
        this.rights = rights;
        this.beginnings = beginnings;
    }

    @Override
    public HistoryPage<DataObject> after(String channelId, String position) throws RequestException {
        List<DataObject> page = reader.after(channelId, position);
        return new HistoryPage<>(page, page.size() >= History.PAGE_MAX);
    }

    @Override
    public FeedAnswer answer(RequestException failure) {
        return HistoryReader.answer(failure);
    }

    @Override
    public String start(String channelId) {
        return beginnings.of(channelId);
    }

    /** A thread begins with its channel: nothing else tells that of one that was archived. */
    @Override
    public String findStart(String channelId) throws RequestException {
        reader.find(channelId);
        beginnings.mayBeSeen(channelId, null);
        return beginnings.of(channelId);
    }

    @Override
    public boolean mayRead(String channelId) {
        return reader.mayRead(channelId);
    }

    @Override
    public void refused(String channelId) {
        beginnings.hidden(channelId);
    }

    @Override
    public Duration pause(String channelId, boolean speaks) {
        return reader.pause(channelId, speaks);
    }

    @Override
    public boolean isListed(String channelId) {
        return rights.isListed(channelId);
    }

    /** A thread that says something again is told of again. */
    @Override
    public boolean endsInSilence(String channelId) throws RequestException {
        return reader.find(channelId).isThread();
    }

    @Override
    public void gone(String channelId) {
        beginnings.forget(channelId);
    }

    @Override
    public String describe(String channelId) {
        return "channel " + channelId;
    }
}
