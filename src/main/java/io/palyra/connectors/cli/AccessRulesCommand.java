package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "rules",
        description = "Change rules that the settings do not own; they hold for the next message.",
        footer = {
            "",
            "Example: palyra-connectors access rules discord:ops --groups allowlist --allow-from discord:user:42,43",
            "         palyra-connectors access rules discord:ops --reset groups,allow-from"
        })
final class AccessRulesCommand extends ChannelCommand {

    private static final List<String> RULES = List.of(
            "dm", "groups", "allow_from", "deny_from", "allow_conversations", "mention_patterns", "pairing_text");

    @Option(names = "--dm", paramLabel = "RULE", description = "Direct conversations: pairing, allowlist, open or off.")
    private @Nullable String dm;

    @Option(names = "--groups", paramLabel = "RULE", description = "Groups: mention, allowlist, all or off.")
    private @Nullable String groups;

    @Option(
            names = "--allow-from",
            split = ",",
            paramLabel = "SENDER",
            description = "These senders instead of those before; \"\" for none.")
    private @Nullable List<String> allowFrom;

    @Option(names = "--deny-from", split = ",", paramLabel = "SENDER", description = "Never these; \"\" for none.")
    private @Nullable List<String> denyFrom;

    @Option(
            names = "--allow-conversations",
            split = ",",
            paramLabel = "C",
            description = "Only these groups; \"\" for all.")
    private @Nullable List<String> allowConversations;

    @Option(
            names = "--mention-patterns",
            split = ",",
            paramLabel = "WORD",
            description = "Words that speak to the bot; \"\" for none.")
    private @Nullable List<String> mentionPatterns;

    @Option(
            names = "--pairing-text",
            paramLabel = "TEXT",
            description = "What a stranger is told, with {code} where the code of his request is to stand.")
    private @Nullable String pairingText;

    @Option(
            names = "--reset",
            split = ",",
            paramLabel = "FIELD",
            description = "As if no operator had ever set it: dm, groups, allow-from and so on.")
    private List<String> reset = List.of();

    @Override
    public Integer call() {
        ObjectNode body = AdminApi.object();
        Bodies.put(body, "dm", dm);
        Bodies.put(body, "groups", groups);
        list(body, "allow_from", allowFrom);
        list(body, "deny_from", denyFrom);
        list(body, "allow_conversations", allowConversations);
        list(body, "mention_patterns", mentionPatterns);
        Bodies.put(body, "pairing_text", pairingText);
        for (String option : reset) {
            String field = option.strip().toLowerCase(Locale.ROOT).replace('-', '_');
            if (!RULES.contains(field)) {
                throw new CliException(
                        CliException.USAGE,
                        "--reset " + option + " is no rule, one of "
                                + String.join(", ", RULES).replace('_', '-'));
            }
            if (body.has(field)) {
                throw new CliException(CliException.USAGE, "--reset " + option + " and --" + option + " contradict");
            }
            body.putNull(field);
        }
        if (body.isEmpty()) {
            throw new CliException(
                    CliException.USAGE,
                    "say what is to change, such as --groups mention or --reset groups; `access show " + connectorId()
                            + "` shows the rules");
        }
        AdminApi.Answer answer = api().post(path("access", "rules"), body);
        print(answer, () -> new AccessView(screen(), clock()).showRules(connectorId(), answer.json()));
        next("access preview " + connectorId() + " --sender-id S --conversation-id C");
        return 0;
    }

    private static void list(ObjectNode body, String field, @Nullable List<String> values) {
        if (values != null) {
            ArrayNode array = body.putArray(field);
            values.stream().map(String::strip).filter(value -> !value.isEmpty()).forEach(array::add);
        }
    }
}
