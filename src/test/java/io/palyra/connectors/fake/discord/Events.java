package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where what happens goes to. */
@FunctionalInterface
interface Events {

    /** Tells every session that wants this kind of event. */
    void dispatch(Event event);

    /** @param inGuild false in a direct conversation: other intents hold there */
    record Event(String type, boolean inGuild, ObjectNode content) {}
}
