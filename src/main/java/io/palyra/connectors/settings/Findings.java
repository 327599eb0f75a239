package io.palyra.connectors.settings;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with the settings so far: problems, which refuse the start, and warnings, which do not. */
final class Findings {

    private static final int MAX_SHOWN_LENGTH = 100;

    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void problem(String line) {
        problems.add(line);
    }

    void warning(String line) {
        warnings.add(line);
    }

    /** A value that its key does not allow. The value is shown unless the key names a secret. */
    void rejected(SourcedValue value, String allowed) {
        String shown = value.isSecret() ? "" : " = \"" + shown(value.text()) + "\"";
        problem(value.key() + shown + " (" + value.origin() + ") is not allowed; it must be " + allowed);
    }

    /** A key that does not exist. Its value is not shown: a misspelt key may hold a secret. */
    void unknown(SourcedValue value, String nearest) {
        problem(value.key() + " (" + value.origin() + ") is not a setting; the nearest is " + nearest);
    }

    List<String> warnings() {
        return warnings;
    }

    void throwIfAnyProblem() {
        if (!problems.isEmpty()) {
            throw new InvalidSettingException(problems);
        }
    }

    /** Leaves out what stands where URLs have passwords. */
    private static String shown(String text) {
        String line = StoreUrl.shown(text.replaceAll("\\p{Cntrl}", " "));
        return line.length() <= MAX_SHOWN_LENGTH ? line : line.substring(0, MAX_SHOWN_LENGTH) + "…";
    }
}
