package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.SetupGuide;
import io.palyra.connectors.adapter.SetupGuide.Secret;
import io.palyra.connectors.adapter.SetupGuide.Step;
import java.util.List;

/** What to click in Discord's Developer Portal, and in which order. */
final class DiscordSetup {

    private static final String PORTAL = "https://discord.com/developers/applications";

    static final SetupGuide GUIDE = new SetupGuide(
            List.of(
                    Step.at(PORTAL, "Discord Developer Portal: New Application, then Bot"),
                    Step.of("Bot, Reset Token: keep the token where its reference points, and nowhere else"),
                    Step.of("Bot, Privileged Gateway Intents: switch on " + GatewayClose.MESSAGE_CONTENT
                            + " (or set message-content=false, and hear only what speaks to the bot)"),
                    Step.at(
                            Invite.link(Invite.APPLICATION_ID),
                            "Open the link with the id of the application (General Information) in the place of "
                                    + Invite.APPLICATION_ID
                                    + ", or as the probe fills it in, and choose the guild. It asks for: "
                                    + Invite.permissions())),
            List.of(new Secret("token", "bot token", "(?:Bot )?[\\w-]{20,}\\.[\\w-]{5,}\\.[\\w-]{20,}")));

    private DiscordSetup() {}
}
