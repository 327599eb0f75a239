package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets single people in, and keeps them out. */
final class AccessCommands {

    private AccessCommands() {}

    private abstract static class OfRequest extends ChannelCommand {

        @Parameters(
                index = "1",
                paramLabel = "CODE",
                description = "The code of the request, as the person was told and `access show` has it.")
        private String code = "";

        String request(String decision) {
            return path("access", "requests", AdminApi.part("CODE", code), decision);
        }
    }

    @Command(
            name = "approve",
            description = "Let somebody in who has asked; the bot tells him.",
            footer = {"", "Example: palyra-connectors access approve discord:ops 7KQ2MX --ttl 30d"})
    static final class Approve extends OfRequest {

        @Option(
                names = "--ttl",
                converter = Times.Span.class,
                paramLabel = "TIME",
                description = "For how long, such as 8h or 30d; without it until he is revoked.")
        private @Nullable Long ttlMs;

        @Override
        public Integer call() {
            AdminApi.Answer answer = api().post(request("approve"), ttl(ttlMs));
            print(answer, () -> {
                JsonNode grant = answer.json().path("grant");
                screen().line(text(grant, "sender_id") + AccessViews.called(grant) + " is let in"
                        + (grant.has("expires_at_unix_ms")
                                ? ", and a stranger again " + relative(grant.path("expires_at_unix_ms"))
                                : ""));
            });
            next("access revoke " + connectorId() + " "
                    + answer.json().at("/grant/sender_id").asText());
            return 0;
        }
    }

    @Command(
            name = "deny",
            description =
                    "Do not let somebody in who has asked. He is not told, and may ask again when the request ends.",
            footer = {"", "Example: palyra-connectors access deny discord:ops 7KQ2MX"})
    static final class Deny extends OfRequest {

        @Override
        public Integer call() {
            AdminApi.Answer answer = api().post(request("deny"), AdminApi.object());
            print(answer, () -> {
                JsonNode denied = answer.json().path("request");
                screen().line(text(denied, "sender_id") + AccessViews.called(denied)
                        + " is not let in, and may ask again " + relative(denied.path("expires_at_unix_ms")));
            });
            next("access show " + connectorId());
            return 0;
        }
    }

    @Command(
            name = "code",
            description = "Make a pairing code for somebody; it is shown this once.",
            footer = {"", "Example: palyra-connectors access code discord:ops --ttl 8h"})
    static final class Code extends ChannelCommand {

        @Option(
                names = "--ttl",
                converter = Times.Span.class,
                paramLabel = "TIME",
                description = "How long it is valid, 30s to 24h; default 10m.")
        private @Nullable Long ttlMs;

        @Override
        public Integer call() {
            AdminApi.Answer answer = api().post(path("access", "codes"), ttl(ttlMs));
            String code = text(answer.json(), "code");
            print(answer, () -> {
                screen().line(code);
                screen().line("Who writes `pair " + code + "` to the bot in a direct message first is let in; it ends "
                        + relative(answer.json().path("expires_at_unix_ms")) + ", and is not shown again.");
            });
            next("access show " + connectorId());
            return 0;
        }
    }

    @Command(
            name = "revoke",
            description = "Let somebody in no longer; his next message is a stranger's.",
            footer = {"", "Example: palyra-connectors access revoke discord:ops discord:user:42"})
    static final class Revoke extends ChannelCommand {

        @Parameters(index = "1", paramLabel = "SENDER", description = "His id, as `access show` has it.")
        private String senderId = "";

        @Override
        public Integer call() {
            api().delete(path("access", "grants", AdminApi.part("SENDER", senderId)));
            if (!options().json()) {
                screen().line(senderId + " is let in no longer");
            }
            next("access show " + connectorId());
            return 0;
        }
    }

    private static ObjectNode ttl(@Nullable Long ttlMs) {
        ObjectNode body = AdminApi.object();
        if (ttlMs != null) {
            body.put("ttl_ms", ttlMs);
        }
        return body;
    }
}
