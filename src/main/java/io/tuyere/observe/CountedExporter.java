package io.tuyere.observe;

import io.micrometer.core.instrument.Counter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Counts the spans that reach the collector, and those that do not. */
final class CountedExporter implements SpanExporter {
    private final SpanExporter next;
    private final Counter sent;
    private final Counter lost;

    CountedExporter(SpanExporter next, Meters meters) {
        this.next = next;
        this.sent = meters.counter("tuyere_spans_total", "result", "sent");
        this.lost = meters.counter("tuyere_spans_total", "result", "lost");
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = next.export(spans);
        return result.whenComplete(() -> (result.isSuccess() ? sent : lost).increment(spans.size()));
    }

    @Override
    public CompletableResultCode flush() {
        return next.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return next.shutdown();
    }
}
