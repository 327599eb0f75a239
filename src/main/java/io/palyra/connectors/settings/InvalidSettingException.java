package io.palyra.connectors.settings;

import java.util.List;

/**
 * The settings cannot be used. The message has one line per problem; each names the key, where it was set and what is
 * allowed, and never shows a secret.
 */
public final class InvalidSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** @param problems at least one, each a single line */
    InvalidSettingException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem that was found, in the order of the message. */
    public List<String> problems() {
        return problems;
    }
}
