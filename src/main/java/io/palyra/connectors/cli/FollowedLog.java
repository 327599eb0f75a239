package io.palyra.connectors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The log as it grows, also past a restart of the program: server-sent events, read until the thread is interrupted or nobody reads
 * them here.
 */
final class FollowedLog {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The program says something every 15 s. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String ID = "id: ";
    private static final String DATA = "data: ";
    private static final String RESET = "event: reset";

    private final AdminApi api;
    private final Map<String, String> filter;
    private final Consumer<JsonNode> show;
    private final PrintWriter out;
    private final PrintWriter err;
    private String lastId;
    private String nextId = "";
    private String data = "";
    private boolean isReset;
    private boolean lost;

    /** Nobody reads what is shown any more, as behind {@code | head}. */
    private static final class NobodyReads extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param lastId behind which to begin
     * @param out where {@code show} writes
     */
    FollowedLog(
            AdminApi api,
            Map<String, String> filter,
            String lastId,
            Consumer<JsonNode> show,
            PrintWriter out,
            PrintWriter err) {
        this.api = api;
        this.filter = filter;
        this.lastId = lastId;
        this.show = show;
        this.out = out;
        this.err = err;
    }

    void follow() {
        do {
            Map<String, String> query = new LinkedHashMap<>(filter);
            query.put("last_event_id", lastId);
            begin();
            try {
                api.lines(AdminApi.eventStream() + AdminApi.query(query), SILENCE, this::line);
                tellLoss("the program has ended the stream");
            } catch (CliException e) {
                if (e.exitCode() != CliException.UNREACHABLE) {
                    throw e;
                }
                tellLoss(String.valueOf(e.getMessage()));
            } catch (NobodyReads e) {
                return;
            }
        } while (waited());
    }

    private void line(String line) {
        if (lost) {
            lost = false;
            tell("The program answers again.");
        }
        if (line.startsWith(ID)) {
            nextId = line.substring(ID.length());
        } else if (line.equals(RESET)) {
            isReset = true;
        } else if (line.startsWith(DATA)) {
            data = line.substring(DATA.length());
        } else if (line.isEmpty()) {
            dispatch();
            begin();
        }
    }

    /** An id counts once all that it stands for has come. */
    private void dispatch() {
        if (isReset) {
            tell("Events were missed: they are not kept any more, or the log is another one.");
        } else if (!data.isEmpty()) {
            show.accept(event(data));
            if (out.checkError()) {
                throw new NobodyReads();
            }
        }
        if (!nextId.isEmpty()) {
            lastId = nextId;
        }
    }

    private void begin() {
        nextId = "";
        data = "";
        isReset = false;
    }

    private static JsonNode event(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CliException(CliException.FAILED, "an event of the stream cannot be read; is --url right?");
        }
    }

    private void tellLoss(String reason) {
        if (!lost) {
            lost = true;
            tell("Tried again every " + PAUSE.toSeconds() + " s: " + reason);
        }
    }

    private void tell(String sentence) {
        err.println(Screen.printable(sentence));
        err.flush();
    }

    private static boolean waited() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
