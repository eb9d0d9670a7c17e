package io.tuyere.upstream;

import io.tuyere.core.CloudCodes;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to find out whether the cloud did what it was asked. */
@State(Scope.Thread)
public class EnvelopeBenchmark {
    private final CloudCodes codes = CloudCodes.builtIn();
    private final byte[] done =
            bytes("{\"result\":{\"id\":\"vdevo1\",\"status\":[" + "{\"code\":\"switch_led\",\"value\":true},".repeat(14)
                    + "{}]},\"success\":true,\"t\":1700000000000,\"tid\":\"0123456789abcdef\"}");
    private final byte[] refused =
            bytes("{\"code\":1010,\"msg\":\"token invalid\",\"success\":false,\"t\":1700000000000,\"tid\":\"0123\"}");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public Envelope done() {
        return Envelope.read(done, codes);
    }

    @Benchmark
    public Envelope refused() {
        return Envelope.read(refused, codes);
    }
}
