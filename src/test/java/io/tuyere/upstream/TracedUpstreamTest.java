package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Failure;
import io.tuyere.core.RegionTable;
import io.tuyere.observe.CallTrace;
import io.tuyere.observe.Meters;
import io.tuyere.observe.Tracing;
import io.tuyere.observe.TracingSettings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracedUpstreamTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final List<Call> sent = new ArrayList<>();
    private final Upstream upstream = new TracedUpstream(
            call -> {
                sent.add(call);
                return Future.failedFuture(new Failure.ClientGone().toException());
            },
            RegionTable.builtIn().find("eu").orElseThrow());

    @Test
    void attemptsAreCounted() {
        Call call = Sample.call(Sample.lifetime());

        assertThat(upstream.send(call).failed()).isTrue();
        assertThat(upstream.send(call).failed()).isTrue();

        assertThat(call.lifetime().attempts()).isEqualTo(2);
        assertThat(sent).containsExactly(call, call);
    }

    @Test
    void cloudIsToldTheTraceOnlyWhereTheSettingsSaySo() {
        assertThat(headersSent(false, "")).isEmpty();
        assertThat(headersSent(true, "")).containsExactly(Map.entry("traceparent", PARENT));
    }

    @Test
    void headerThatTheCallHasAlreadyStays() {
        assertThat(headersSent(true, "mine")).containsExactly(Map.entry("traceparent", "mine"));
    }

    private List<Map.Entry<String, String>> headersSent(boolean propagate, String own) {
        sent.clear();
        Tracing tracing = new Tracing(TracingSettings.defaults().withPropagate(propagate), "1", new Meters());
        CallTrace trace = tracing.begin(PARENT);
        Call call = own.isEmpty()
                ? Sample.call(Sample.lifetime())
                : Sample.call(Sample.lifetime()).with("traceparent", own);
        call.lifetime().tracedBy(trace);
        assertThat(upstream.send(call).failed()).isTrue();
        return sent.get(0).headers();
    }
}
