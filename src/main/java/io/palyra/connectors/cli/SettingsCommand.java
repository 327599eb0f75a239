package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the running program is set to, and by what. */
@Command(
        name = "settings",
        description = "Every setting of the running program, its default, and where it is set. Never a secret.",
        footer = {"", "Example: palyra-connectors settings --changed"})
public final class SettingsCommand extends ClientCommand {

    private static final List<String> HEADING = List.of("SETTING", "VALUE", "DEFAULT", "SET BY");

    @Option(names = "--changed", description = "Only what is set somewhere. With --json everything is shown.")
    private boolean changed;

    @Override
    public Integer call() {
        AdminApi.Answer answer = api().get(AdminApi.settings());
        return print(answer, () -> {
            List<List<String>> rows = new ArrayList<>();
            answer.json().path("settings").forEach(setting -> {
                if (!changed || !isDefault(setting)) {
                    rows.add(row(setting));
                }
            });
            screen().table(HEADING, rows);
        });
    }

    private static boolean isDefault(JsonNode setting) {
        return text(setting, "source").equals("default");
    }

    private static List<String> row(JsonNode setting) {
        return List.of(
                text(setting, "key"),
                shown(setting, "value"),
                shown(setting, "default"),
                isDefault(setting) ? "-" : text(setting, "origin"));
    }
}
