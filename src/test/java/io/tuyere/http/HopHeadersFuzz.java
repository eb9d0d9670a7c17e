package io.tuyere.http;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.vertx.core.MultiMap;
import java.util.Locale;

/** No header that belongs to a connection, or that Connection names, ever goes on. */
final class HopHeadersFuzz {
    private HopHeadersFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        String named = data.consumeAsciiString(20);
        MultiMap from = MultiMap.caseInsensitiveMultiMap();
        from.add("Connection", data.consumeAsciiString(30));
        from.add("connection", named);
        from.add("Transfer-Encoding", "chunked");
        if (!named.isBlank()) {
            from.add(named, "secret");
        }
        from.add("X-Kept", "kept");
        MultiMap to = MultiMap.caseInsensitiveMultiMap();

        HopHeaders.copyEndToEnd(from, to);

        String name = named.strip();
        boolean single = !name.isEmpty() && !name.contains(",");
        if (single && to.contains(named) && name.toLowerCase(Locale.ROOT).equals(named.toLowerCase(Locale.ROOT))) {
            throw new AssertionError("the header that Connection names went on");
        }
        if (to.contains("Connection") || to.contains("Transfer-Encoding")) {
            throw new AssertionError("a header of the connection went on");
        }
    }
}
