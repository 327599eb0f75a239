package io.palyra.connectors.slack;

import io.palyra.connectors.adapter.SetupGuide;
import io.palyra.connectors.adapter.SetupGuide.Secret;
import io.palyra.connectors.adapter.SetupGuide.Step;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What to click on Slack's pages, and the manifest of an app that has what the connector uses. */
final class SlackSetup {

    private static final List<String> EVENTS = List.of(
            "message.channels",
            "message.groups",
            "message.im",
            "message.mpim",
            "member_joined_channel",
            "app_uninstalled",
            "tokens_revoked");

    static final SetupGuide GUIDE = new SetupGuide(
            List.of(
                    Step.at(
                                    SlackTokens.APPS,
                                    "Slack, Your Apps: Create New App, From a manifest, the workspace, YAML; paste the manifest")
                            .paste(manifest()),
                    Step.of("Install App, Install to Workspace: it shows the bot token (xoxb-…)"),
                    Step.of(
                            "Basic Information, App-Level Tokens, Generate, scope connections:write: that is the app token"
                                    + " (xapp-…)"),
                    Step.of("Keep both tokens where their references point, and nowhere else")),
            List.of(
                    new Secret("token", "bot token (xoxb-…)", "xox[a-z](?:\\.xox[a-z])?-[\\w-]{20,}"),
                    new Secret("app-token", "app-level token (xapp-…)", "xapp-[\\w-]{20,}")));

    private SlackSetup() {}

    private static String manifest() {
        return """
                display_information:
                  name: Palyra
                features:
                  bot_user: {display_name: palyra, always_online: true}
                  app_home: {home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false}
                oauth_config:
                  scopes:
                    bot:
                %s
                settings:
                  event_subscriptions:
                    bot_events:
                %s
                  interactivity: {is_enabled: true}
                  socket_mode_enabled: true
                  org_deploy_enabled: false
                  token_rotation_enabled: false
                """.formatted(
                        entries(Arrays.stream(Scope.values()).map(Scope::value).toList()), entries(EVENTS));
    }

    private static String entries(List<String> names) {
        return names.stream().map(name -> "      - " + name).collect(Collectors.joining("\n"));
    }
}
