package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.fake.SabotagedPlatform.Place;
import io.palyra.connectors.fake.SabotagedPlatform.Said;
import io.palyra.connectors.fake.SabotagedPlatform.Who;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;

/** Makes events of what is said, and facts, as they should be but for one {@link Sabotage}. */
record SabotagedReading(SabotagedPlatform platform, ConnectorId connectorId) {

    InboundMessageEvent event(EnvelopeId id, Said said) {
        Place place = said.place();
        return InboundMessageEvent.builder(
                        id, connectorId, new ConversationId(place.conversation()), senderId(said.by()), said.text())
                .senderDisplay(said.by().display())
                .senderIsBot(isBot(said.by().kind()))
                .directMessage(
                        place.direct()
                                ? !platform.is(Sabotage.HIDES_DIRECT_CONVERSATIONS)
                                : platform.is(Sabotage.TAKES_GROUPS_FOR_DIRECT))
                .build();
    }

    private SenderId senderId(Who who) {
        String id = who.id();
        if (platform.is(Sabotage.TAKES_NAMES_FOR_IDS)) {
            id = who.display();
        } else if (platform.is(Sabotage.LENDS_IDS)) {
            id = who.account();
        } else if (platform.is(Sabotage.DRESSES_IDS)) {
            id = "<" + id + ">";
        }
        return new SenderId(SabotagedConnector.KIND + ":user:" + id);
    }

    private boolean isBot(Who.Kind kind) {
        return switch (kind) {
            case PERSON -> false;
            case BOT -> !platform.is(Sabotage.HIDES_BOTS);
            case WEBHOOK -> !platform.is(Sabotage.HIDES_BOTS) && !platform.is(Sabotage.TAKES_WEBHOOKS_FOR_PEOPLE);
        };
    }

    InboundFacts facts(Said said) {
        String parent = said.place().parent();
        return new InboundFacts(mentions(said.to()), answers(said.to()))
                .within(parent == null || platform.is(Sabotage.HIDES_PARENTS) ? null : new ConversationId(parent));
    }

    private boolean mentions(Said.To to) {
        return platform.is(Sabotage.TAKES_EVERYTHING_AS_A_MENTION)
                || (to == Said.To.MENTIONS_US && !platform.is(Sabotage.HIDES_MENTIONS))
                || (to == Said.To.MENTIONS_EVERYBODY && platform.is(Sabotage.IS_EVERYBODY));
    }

    private boolean answers(Said.To to) {
        return (to == Said.To.ANSWERS_US && !platform.is(Sabotage.HIDES_ANSWERS))
                || (to == Said.To.ANSWERS_ANOTHER && platform.is(Sabotage.IS_ANSWERED_BY_ALL));
    }
}
