package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From the registration of a connector to its removal. */
final class ChannelLife {

    private ChannelLife() {}

    @Command(
            name = "add",
            description = "Register a connector. Its token is a reference, never the token itself.",
            footer = {
                "",
                "Example: palyra-connectors channels add discord:ops --token-vault-ref global/discord_bot_token.ops"
            })
    static final class Add extends ChannelCommand {

        @Option(names = "--principal", description = "For whom it speaks; default channel:KIND:NAME.")
        private @Nullable String principal;

        @Option(names = "--auth-profile-ref", paramLabel = "REF", description = "Default KIND.NAME.")
        private @Nullable String authProfileRef;

        @Option(
                names = "--token-vault-ref",
                paramLabel = "REF",
                description = "Where the vault has the token; default global/KIND_bot_token.NAME.")
        private @Nullable String tokenVaultRef;

        @Option(
                names = "--egress",
                split = ",",
                paramLabel = "HOST",
                description = "Only these hosts may be called; *.example.com takes all below it.")
        private List<String> egress = List.of();

        @Option(names = "--disabled", description = "Do not start it yet.")
        private boolean disabled;

        @Override
        public Integer call() {
            ObjectNode spec = AdminApi.object();
            spec.put("connector_id", connectorId());
            spec.put("kind", connectorId().replaceFirst(":.*", ""));
            spec.put("principal", principal == null ? "channel:" + connectorId() : principal);
            spec.put("enabled", !disabled);
            Bodies.put(spec, "auth_profile_ref", authProfileRef);
            Bodies.put(spec, "token_vault_ref", tokenVaultRef);
            egress.forEach(spec.withArray("egress_allowlist")::add);
            printStatus(api().post(AdminApi.channels(), spec));
            next((disabled ? "channels enable " : "channels status ") + connectorId());
            return 0;
        }
    }

    @Command(
            name = "remove",
            description = {
                "Remove a connector, and whom it lets in. Its messages stay in the store;",
                "what is not settled goes on once a connector of that name is added again."
            },
            footer = {"", "Example: palyra-connectors channels remove discord:old --yes"})
    static final class Remove extends ChannelCommand {

        @Mixin
        private Confirmation confirmation = new Confirmation();

        @Override
        public Integer call() {
            AdminApi api = api();
            JsonNode depth = api.get(path()).json().at("/connector/queue_depth");
            confirmation.require(
                    "Remove %s? %s pending messages and %s dead letters stay in the store, for a connector of that name."
                            .formatted(connectorId(), shown(depth, "pending_outbox"), shown(depth, "dead_letters")));
            api.delete(path());
            if (!options().json()) {
                screen().line(connectorId() + " removed");
            }
            next("channels list");
            return 0;
        }
    }

    @Command(
            name = "enable",
            description = "Start a connector, or open it anew: its token is read again.",
            footer = {"", "Example: palyra-connectors channels enable discord:ops"})
    static final class Enable extends Switch {
        Enable() {
            super(true);
        }
    }

    @Command(
            name = "disable",
            description = "Stop a connector; its messages are kept and use up no attempts.",
            footer = {"", "Example: palyra-connectors channels disable discord:ops"})
    static final class Disable extends Switch {
        Disable() {
            super(false);
        }
    }

    private abstract static class Switch extends ChannelCommand {

        private final boolean enabled;

        Switch(boolean enabled) {
            this.enabled = enabled;
        }

        @Override
        public Integer call() {
            printStatus(api().post(path("enabled"), AdminApi.object().put("enabled", enabled)));
            next((enabled ? "channels status " : "channels enable ") + connectorId());
            return 0;
        }
    }

    @Command(
            name = "health-refresh",
            description = "Ask the platform now whether the connector may work.",
            exitCodeList = {
                "0:no check has failed",
                "1:one has failed",
                "2:wrong usage",
                "3:the program is not reachable"
            },
            footer = {"", "Example: palyra-connectors channels health-refresh discord:ops --verify-channel-id 301"})
    static final class HealthRefresh extends ChannelCommand {

        @Option(
                names = "--verify-channel-id",
                paramLabel = "C",
                description = "Also look whether this conversation can be read and written.")
        private @Nullable String verifyChannelId;

        @Override
        public Integer call() {
            ObjectNode body = AdminApi.object();
            if (verifyChannelId != null) {
                body.put("verify_channel_id", verifyChannelId);
            }
            AdminApi api = api();
            AdminApi.Answer answer = Progress.during(
                    err(), "asking the platform", () -> api.post(path("operations", "health-refresh"), body));
            RefreshView view = new RefreshView(screen(), answer.json().path("health_refresh"));
            print(answer, view::show);
            next("channels status " + connectorId());
            return view.hasFailed() ? CliException.FAILED : 0;
        }
    }
}
