package io.palyra.connectors.abuse;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;

/** Every call that {@code openapi.json} describes, and the fields and parameters that one of them takes. */
record DescribedCalls(List<Call> calls, List<String> fields, List<String> parameters) {

    /** @param path with {@code {…}} for what the caller fills in */
    record Call(String method, String path) {}

    /** Has no end. */
    private static final String STREAM = "/stream";

    static final DescribedCalls OURS = read();

    /** Never the connector that the owner sends through. */
    private static final List<String> IDS = List.of("echo:default", "echo:fuzzed", "discord:default", "echo:nobody");

    private static final List<String> KINDS = List.of("echo", "discord", "slack", "telegram", "none");

    private static DescribedCalls read() {
        try (InputStream file = DescribedCalls.class.getResourceAsStream("/openapi.json")) {
            JsonNode api = WireFormat.tree(Objects.requireNonNull(file).readAllBytes());
            List<Call> calls = new ArrayList<>();
            api.path("paths")
                    .fields()
                    .forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                        if (!method.equals("parameters") && !path.getKey().endsWith(STREAM)) {
                            calls.add(new Call(method.toUpperCase(Locale.ROOT), path.getKey()));
                        }
                    }));
            TreeSet<String> fields = new TreeSet<>();
            api.findValues("properties").forEach(names -> names.fieldNames().forEachRemaining(fields::add));
            TreeSet<String> parameters = new TreeSet<>();
            api.at("/components/parameters")
                    .forEach(parameter -> parameters.add(parameter.path("name").asText()));
            return new DescribedCalls(List.copyOf(calls), List.copyOf(fields), List.copyOf(parameters));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of them, with a query now and then; a connector that others need is not removed. */
    Call pick(Random random) {
        Call call = calls.get(random.nextInt(calls.size()));
        String id = call.method().equals("DELETE") ? "echo:fuzzed" : Hostility.pick(random, IDS);
        String path = call.path()
                .replace("{id}", id)
                .replace("{kind}", Hostility.pick(random, KINDS))
                .replace("{number}", String.valueOf(random.nextInt(9) - 1))
                .replace("{approval}", "x" + random.nextInt(9))
                .replace("{job}", "x" + random.nextInt(9))
                .replace("{envelope}", "x" + random.nextInt(9));
        return new Call(call.method(), random.nextInt(3) == 0 ? path + query(random) : path);
    }

    private String query(Random random) {
        return "?" + Hostility.pick(random, parameters) + "=" + Hostility.pick(random, Tricks.QUERY_VALUES);
    }
}
