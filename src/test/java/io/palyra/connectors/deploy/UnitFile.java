package io.palyra.connectors.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A unit of systemd; a template's instance is named {@link #INSTANCE}. */
record UnitFile(List<String> lines) {

    static final String INSTANCE = "a";

    static UnitFile read(Path file) throws IOException {
        return new UnitFile(Files.readAllLines(file).stream()
                .map(line -> line.replace("%i", INSTANCE))
                .toList());
    }

    /** The values of a setting, of which some may be there more than once. */
    List<String> all(String setting) {
        return lines.stream()
                .filter(line -> line.startsWith(setting + "="))
                .map(line -> line.substring(setting.length() + 1))
                .toList();
    }

    String one(String setting) {
        List<String> all = all(setting);
        if (all.size() != 1) {
            throw new AssertionError(setting + ": " + all);
        }
        return all.get(0);
    }

    Map<String, String> environment() {
        return all("Environment").stream()
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(
                        variable -> variable[0], variable -> variable[1], (one, other) -> other, LinkedHashMap::new));
    }
}
