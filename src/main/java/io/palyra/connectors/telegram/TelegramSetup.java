package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.SetupGuide;
import io.palyra.connectors.adapter.SetupGuide.Secret;
import io.palyra.connectors.adapter.SetupGuide.Step;
import java.util.List;

/** What to write to Telegram's BotFather, and what to tap. */
final class TelegramSetup {

    private static final String BOT_FATHER = "https://t.me/BotFather";

    static final SetupGuide GUIDE = new SetupGuide(
            List.of(
                    Step.at(
                                    BOT_FATHER,
                                    "In Telegram, to @BotFather; he asks for a name, and for a user name that ends in bot")
                            .paste("/newbot"),
                    Step.of("He answers with the token: keep it where its reference points, and nowhere else"),
                    Step.at(
                                    BOT_FATHER,
                                    "For groups in which it is to hear when it is mentioned, or everything, to @BotFather: the"
                                            + " bot, Disable. Privacy mode counts from when the bot is added to a group")
                            .paste("/setprivacy"),
                    Step.of("In the group, its name, Add, the bot")),
            List.of(new Secret("token", "bot token", "[0-9]{6,}:[\\w-]{20,}")));

    private TelegramSetup() {}
}
