package io.palyra.connectors.fake.slack;

import java.util.Optional;

/** Which channels the bot may read and write. */
final class Access {

    private final App app;
    private final Directory directory;

    Access(App app, Directory directory) {
        this.app = app;
        this.directory = directory;
    }

    /** A channel that it may know of. */
    Channel toSee(Call call) throws SlackError {
        Channel channel = find(call.team(), call.required("channel"));
        app.require(channel.kind().reading());
        return channel;
    }

    /** A channel whose messages it may read: it is in it. */
    Channel toRead(Call call) throws SlackError {
        Channel channel = find(call.team(), call.required("channel"));
        app.require(channel.kind().history());
        return inside(channel);
    }

    /** A channel where it may change what it has written. */
    Channel toChange(Call call) throws SlackError {
        return find(call.team(), call.required("channel"));
    }

    Channel toReact(Call call) throws SlackError {
        return open(toChange(call));
    }

    /** Where an upload goes to: no user in place of a channel. */
    Channel toShare(Call call) throws SlackError {
        return inside(open(find(call.team(), call.required("channel_id"))));
    }

    /** A user in place of a channel is his direct conversation. */
    Channel toPost(Call call) throws SlackError {
        String id = call.required("channel");
        Optional<User> user = directory.user(call.team(), id);
        Channel channel = user.isPresent() ? directory.direct(user.get()) : find(call.team(), id);
        open(channel);
        return app.has("chat:write.public") ? channel : inside(channel);
    }

    private Channel open(Channel channel) throws SlackError {
        if (directory.isArchived(channel)) {
            throw new SlackError("is_archived");
        }
        return channel;
    }

    private Channel inside(Channel channel) throws SlackError {
        if (!directory.hears(channel)) {
            throw new SlackError("not_in_channel");
        }
        return channel;
    }

    /** What is private, and not his own, is not there. */
    private Channel find(Team team, String id) throws SlackError {
        return directory
                .channel(team, id)
                .filter(channel -> channel.isPublic() || directory.hears(channel))
                .orElseThrow(() -> new SlackError("channel_not_found"));
    }
}
