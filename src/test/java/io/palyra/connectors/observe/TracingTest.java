package io.palyra.connectors.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel's own OpenTelemetry support on our routes. */
class TracingTest {

    private static final String TEXT = "kingfisher";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    @TempDir
    private Path folder;

    @BeforeEach
    void collectSpans() {
        GlobalOpenTelemetry.resetForTest();
        GlobalOpenTelemetry.set(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build());
    }

    @AfterEach
    void stopCollecting() {
        GlobalOpenTelemetry.resetForTest();
    }

    @Test
    void isOffByDefault() throws Exception {
        try (ProgramUnderTest program = ProgramUnderTest.start(folder, Map.of())) {
            deliver(program);
        }

        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void coversEveryStageAndShowsNoText() throws Exception {
        try (ProgramUnderTest program =
                ProgramUnderTest.start(folder, Map.of("camel.opentelemetry2.enabled", "true"))) {
            deliver(program);
            await().until(() ->
                    spans.getFinishedSpanItems().stream().anyMatch(span -> is(span, "palyra-settle://outbox")));
        }

        assertThat(spans.getFinishedSpanItems())
                .anyMatch(span -> is(span, "palyra-inbox://echo:default"))
                .anyMatch(span -> is(span, "palyra-daemon://default"))
                .anyMatch(span -> is(span, "palyra-echo://default"))
                .noneMatch(span -> span.toString().contains(TEXT));
    }

    private static boolean is(SpanData span, String endpoint) {
        return span.toString().contains(endpoint);
    }

    private static void deliver(ProgramUnderTest program) throws Exception {
        program.receive("m1", "c1", TEXT);
        await().until(() -> program.findOutbox("m1:0")
                .filter(entry -> entry.nativeMessageId() != null)
                .isPresent());
    }
}
