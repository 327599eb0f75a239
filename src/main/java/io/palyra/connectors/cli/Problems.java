package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** Says in one sentence what the API refused, and what helps. */
final class Problems {

    /** Where one may be that is not where it was looked for. */
    static final String UNKNOWN_MESSAGE =
            "`message list ID --state pending` names those on their way, `search` finds those of all connectors";

    private static final Map<String, String> WAY_OUT = Map.ofEntries(
            Map.entry("unauthorized", "set PALYRA_CLI_TOKEN to your token, or give --token - and type it"),
            Map.entry("forbidden", "`whoami` says what you may do"),
            Map.entry("unknown_approval", "`approvals list` names those there are"),
            Map.entry("unknown_path", "the program may be older than this command: compare --version of both"),
            Map.entry("unknown_connector", "`channels list` names those there are"),
            Map.entry("unknown_dead_letter", "`channels dead-letters ID` names those there are"),
            Map.entry("unknown_access", "`access show ID` names those there are"),
            Map.entry("unknown_message", UNKNOWN_MESSAGE),
            Map.entry("unknown_job", "`jobs list` names those there are"),
            Map.entry("unsupported", "`channels capabilities ID` shows what it can do"),
            Map.entry("platform_refused", "`channels health-refresh ID` asks the platform what the bot may do"),
            Map.entry("platform_unavailable", "`channels status ID` shows how the connector is"),
            Map.entry("not_admitted", "`channels status ID` and `routes list` show how it is"),
            Map.entry("foreign_host", "call it by its address, or add the name to palyra.http.allowed-hosts"),
            Map.entry("store_unavailable", "`store check` and the program's log say more"),
            Map.entry("too_many_attempts", "wait a second before the next one"),
            Map.entry("stopping", "try again when it has started anew"),
            Map.entry("overloaded", "try again in a moment"));

    /** By the name of the command: the state of what it is about does not allow it. */
    private static final Map<String, String> WAY_OUT_OF_STATE = Map.of(
            "add", "`channels status ID` shows it",
            "code", "`access show ID` shows rules and codes, `access rules ID --dm pairing` changes the rule",
            "resend", "`message status ID ENVELOPE` shows what became of it",
            "discard", "`message status ID ENVELOPE` shows what became of it");

    /** A value that the API refuses was not given right, as one that the command refuses itself. */
    private static final Set<Integer> WRONG_VALUE = Set.of(400, 413, 414);

    private Problems() {}

    /** @param typed in whose words the problem is told */
    static CliException of(String url, int status, JsonNode problem, TypedCommand typed) {
        if (!problem.hasNonNull("code")) {
            return new CliException(
                    CliException.FAILED,
                    url + " answered HTTP " + status + ", but not as this program does; is --url right?");
        }
        String detail = typed.inItsWords(
                problem.path("detail").asText(problem.path("title").asText()),
                problem.at("/errors/0/field").asText());
        String code = problem.path("code").asText();
        String wayOut = code.equals("state_conflict") ? WAY_OUT_OF_STATE.get(typed.name()) : WAY_OUT.get(code);
        return new CliException(
                WRONG_VALUE.contains(status) ? CliException.USAGE : CliException.FAILED,
                Screen.printable(
                        wayOut == null ? detail : detail.replaceFirst("\\.$", "") + "; " + typed.filled(wayOut)));
    }
}
