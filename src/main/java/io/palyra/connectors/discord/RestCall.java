package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.PlatformExchange;
import java.time.Duration;
import java.util.List;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.FileUpload;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param auditReason for the guild's audit log
 * @param deadline for everything from the connection to the last byte of the answer
 */
record RestCall(
        Route.CompiledRoute route,
        @Nullable DataObject body,
        List<FileUpload> files,
        @Nullable String auditReason,
        Duration deadline) {

    RestCall {
        files = List.copyOf(files);
    }

    static RestCall of(Route route, String... parameters) {
        return new RestCall(route.compile(parameters), null, List.of(), null, PlatformExchange.DEFAULT_DEADLINE);
    }

    RestCall query(String... namesAndValues) {
        return new RestCall(route.withQueryParams(namesAndValues), body, files, auditReason, deadline);
    }

    RestCall body(DataObject nowBody) {
        return new RestCall(route, nowBody, files, auditReason, deadline);
    }

    RestCall files(List<FileUpload> nowFiles) {
        return new RestCall(route, body, nowFiles, auditReason, deadline);
    }

    RestCall auditReason(@Nullable String reason) {
        return new RestCall(route, body, files, reason, deadline);
    }

    RestCall within(Duration nowDeadline) {
        return new RestCall(route, body, files, auditReason, nowDeadline);
    }
}
