package io.tuyere.observe;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A trace of spans. Names of attributes are those of OpenTelemetry's semantic conventions where it has one (HTTP spans, 1.27),
 * and begin with {@code tuyere.} otherwise; none holds an id that a client sent.
 */
final class RecordedTrace implements CallTrace {
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> REGION = AttributeKey.stringKey("tuyere.region");
    private static final AttributeKey<Long> CODE = AttributeKey.longKey("tuyere.cloud_code");
    private static final int SERVER_ERROR = 500;

    private final Tracer tracer;
    private final Span call;
    private final SpanContext context;
    private final boolean propagate;
    private @Nullable Span stage;

    RecordedTrace(Tracer tracer, Span call, boolean propagate) {
        this.tracer = tracer;
        this.call = call;
        this.context = call.getSpanContext();
        this.propagate = propagate;
    }

    @Override
    public String traceId() {
        return context.getTraceId();
    }

    @Override
    public String spanId() {
        return context.getSpanId();
    }

    @Override
    public boolean sampled() {
        return context.isSampled();
    }

    @Override
    public void enters(Stage next) {
        leave();
        if (call.isRecording()) {
            stage = begin(next, SpanKind.INTERNAL);
        }
    }

    private Span begin(Stage named, SpanKind kind) {
        return tracer.spanBuilder(named.label())
                .setParent(Context.root().with(call))
                .setSpanKind(kind)
                .startSpan();
    }

    private void leave() {
        if (stage != null) {
            stage.end();
            stage = null;
        }
    }

    @Override
    public Attempt attempt(String region) {
        leave();
        if (!call.isRecording()) {
            return propagate ? new Sent(call, true) : Attempt.NONE;
        }
        Span span = begin(Stage.ATTEMPT, SpanKind.CLIENT);
        span.setAttribute(REGION, region);
        return new Sent(span, propagate);
    }

    @Override
    public void ended(Supplier<CallFacts> told) {
        if (!call.isRecording()) {
            return;
        }
        CallFacts facts = told.get();
        if (stage != null && !facts.error().isEmpty()) {
            stage.setStatus(StatusCode.ERROR, facts.error());
        }
        leave();
        call.updateName(facts.method() + " " + facts.template());
        call.setAttribute("http.request.method", facts.method());
        call.setAttribute("http.route", facts.template());
        call.setAttribute(STATUS, facts.status());
        text("tuyere.face", facts.face());
        text("tuyere.tenant", facts.tenant());
        text("tuyere.region", facts.region());
        text("tuyere.route", facts.route());
        text("tuyere.request_id", facts.requestId());
        text("tuyere.outcome", facts.outcome());
        if (!facts.error().isEmpty()) {
            call.setAttribute(ERROR, facts.error());
            call.setStatus(StatusCode.ERROR, facts.error());
        }
        call.end();
    }

    private void text(String key, String value) {
        if (!value.isEmpty()) {
            call.setAttribute(key, value);
        }
    }

    private record Sent(Span span, boolean propagate) implements Attempt {
        @Override
        public @Nullable String traceparent() {
            SpanContext of = span.getSpanContext();
            return propagate ? TraceParent.header(of.getTraceId(), of.getSpanId(), of.isSampled()) : null;
        }

        @Override
        public void answered(int status, int cloudCode) {
            span.setAttribute(STATUS, status);
            if (cloudCode != 0) {
                span.setAttribute(CODE, cloudCode);
            }
            if (status >= SERVER_ERROR) {
                span.setStatus(StatusCode.ERROR);
            }
            end();
        }

        @Override
        public void failed(String slug) {
            span.setAttribute(ERROR, slug);
            span.setStatus(StatusCode.ERROR, slug);
            end();
        }

        /** Without recording the span is the call's own, which ends by itself. */
        private void end() {
            if (span.isRecording()) {
                span.end();
            }
        }
    }
}
