package io.tuyere.wire;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to write the head of a signed request, where the one before has left. */
@State(Scope.Thread)
public class RequestHeadBenchmark {
    private final byte[] host = RequestHead.line("Host", "openapi.tuyaeu.com");
    private final RequestHead head = new RequestHead();

    @Benchmark
    public RequestHead write() {
        head.begin("GET", "/v1.0/devices/vdevo162098712345678/status", "page_no=1");
        head.lines(host);
        head.header("client_id", "client-id-0123456789");
        head.header("t", "1700000000000");
        head.header("nonce", "5138cc3a9033d69856923fd07b491173");
        head.header("sign", "9E48A3E93B302EEECC803C7241985D0A34EB944F40FB573C7B5C2A82158AF13E");
        head.header("access_token", "0123456789abcdef0123456789abcdef");
        return head;
    }
}
