package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** Says in one sentence what the API refused, and what helps. */
final class Problems {

    private static final Map<String, String> WAY_OUT = Map.of(
            "unauthorized", "set PALYRA_CLI_TOKEN to your token, or give --token - and type it",
            "forbidden", "`whoami` says what you may do",
            "unknown_connector", "`channels list` names those there are",
            "unknown_approval", "`approvals list` names those there are",
            "unknown_dead_letter", "`channels dead-letters ID` names those there are",
            "unknown_access", "`access show ID` names those there are",
            "unknown_message", "`message list ID --state pending` names those on their way",
            "foreign_host", "call it by its address, or add the name to palyra.http.allowed-hosts",
            "store_unavailable", "look at the disk and at `store check`",
            "overloaded", "try again in a moment");

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
        String wayOut = WAY_OUT.get(problem.path("code").asText());
        return new CliException(
                WRONG_VALUE.contains(status) ? CliException.USAGE : CliException.FAILED,
                Screen.printable(wayOut == null ? detail : detail + "; " + wayOut));
    }
}
