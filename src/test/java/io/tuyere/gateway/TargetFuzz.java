package io.tuyere.gateway;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.tuyere.core.FailureException;

/** Whatever stands in a request line is refused in words, or is a path that means one thing. */
final class TargetFuzz {
    private TargetFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        Target target;
        try {
            target = Target.parse(data.consumeRemainingAsString());
        } catch (FailureException refused) {
            return;
        }
        String path = target.path();
        if (path.startsWith("/@")) {
            return; // a second prefix is no prefix, and is refused as an unknown path by the cloud
        }
        require(path.startsWith("/") && !path.contains("//"), "an empty segment");
        for (String segment : path.split("/", -1)) {
            require(!segment.equals(".") && !segment.equals(".."), "a dot segment");
        }
        require(
                path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\' && c != '#' && c != '?'),
                "an odd character");
        Target again = Target.parse(target.query() == null ? path : path + '?' + target.query());
        require(again.path().equals(path), "another path when read again");
        var unused = Endpoint.of(path, target.query());
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("the path has " + what);
        }
    }
}
