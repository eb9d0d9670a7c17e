package io.tuyere.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to pass the headers of an answer on. */
@State(Scope.Thread)
public class HopHeadersBenchmark {
    private final MultiMap received = HttpHeaders.headers()
            .set("Server", "nginx")
            .set("Date", "Thu, 26 Nov 2026 01:00:00 GMT")
            .set("Content-Type", "application/json")
            .set("Content-Length", "600")
            .set("Connection", "keep-alive");

    @Benchmark
    public MultiMap copy() {
        MultiMap sent = HttpHeaders.headers();
        HopHeaders.copyEndToEnd(received, sent);
        return sent;
    }
}
