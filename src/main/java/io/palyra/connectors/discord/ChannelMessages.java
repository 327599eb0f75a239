package io.palyra.connectors.discord;

import io.palyra.connectors.platform.inbound.MessageReader;
import io.palyra.connectors.platform.inbound.Reading;
import io.palyra.connectors.protocol.EnvelopeId;
import net.dv8tion.jda.api.utils.data.DataObject;

/** Makes events of messages, with what is known of their channels. */
record ChannelMessages(InboundMapper mapper, Channels channels) implements MessageReader<DataObject> {

    @Override
    public String id(DataObject message) {
        return message.getString("id");
    }

    @Override
    public Reading read(String channelId, DataObject message) {
        return mapper.map(message, channels.known(channelId).orElse(null));
    }

    @Override
    public EnvelopeId envelope(DataObject message) {
        return mapper.envelope(message);
    }
}
