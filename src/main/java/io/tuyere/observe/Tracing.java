package io.tuyere.observe;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Traces of calls. Without a collector nothing is recorded, and a call costs the look at one header: a trace that a client
 * names is only passed on to logs. Spans wait for the collector in a bounded queue on a thread of its own. Any thread.
 */
public final class Tracing {
    /** The header in which a client names its trace. */
    public static final String HEADER = TraceParent.HEADER;

    private static final String NAME = "io.tuyere";
    private static final int EXPORT_SECONDS = 10;
    private static final int GRACE_SECONDS = 5;

    private final boolean propagate;
    private final @Nullable SdkTracerProvider provider;
    private final @Nullable Tracer tracer;

    /** Traces as the settings say. */
    public Tracing(TracingSettings settings, String version, Meters meters) {
        propagate = settings.propagate();
        provider = settings.endpoint()
                .map(endpoint -> provider(endpoint, settings.ratio(), version, meters))
                .orElse(null);
        tracer = provider == null ? null : provider.get(NAME, version);
    }

    private static SdkTracerProvider provider(URI endpoint, double ratio, String version, Meters meters) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint + "/v1/traces")
                .setTimeout(EXPORT_SECONDS, TimeUnit.SECONDS)
                .setCompression("gzip")
                .build();
        Attributes about = Attributes.of(
                AttributeKey.stringKey("service.name"), "tuyere", AttributeKey.stringKey("service.version"), version);
        return SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(about)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(BatchSpanProcessor.builder(new CountedExporter(exporter, meters))
                        .build())
                .build();
    }

    /**
     * The trace of a call that begins.
     *
     * @param header what the client says in {@code traceparent}, null for nothing
     */
    public CallTrace begin(@Nullable String header) {
        TraceParent parent = header == null ? null : TraceParent.read(header);
        if (tracer == null) {
            return parent == null ? CallTrace.NONE : new NamedTrace(parent, propagate);
        }
        Span span = tracer.spanBuilder("call")
                .setParent(parent == null ? Context.root() : remote(parent))
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        return new RecordedTrace(tracer, span, propagate);
    }

    private static Context remote(TraceParent parent) {
        SpanContext context = SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
        return Context.root().with(Span.wrap(context));
    }

    /** Sends what waits, for a few seconds at most; blocks, so not on an event loop. */
    public void close() {
        if (provider != null) {
            var unused = provider.shutdown().join(GRACE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
