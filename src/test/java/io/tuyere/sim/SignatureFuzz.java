package io.tuyere.sim;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.tuyere.core.FailureException;
import io.tuyere.gateway.Target;
import io.tuyere.sign.CanonicalRequest;
import io.tuyere.sign.ContentHash;
import io.tuyere.sign.SignableRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The gateway's signature and the simulated cloud's, written apart from each other, cover the same text of every request. */
final class SignatureFuzz {
    private static final CanonicalRequest CANONICAL = new CanonicalRequest(new ContentHash());

    /** No source says what a parameter without a name is signed as, or a broken escape. */
    private static final Pattern UNDOCUMENTED = Pattern.compile("(^|&)=|%(?![0-9a-fA-F]{2})");

    private SignatureFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        byte[] body = data.consumeBytes(40);
        Target target;
        try {
            target = Target.parse(data.consumeRemainingAsAsciiString());
        } catch (FailureException refused) {
            return;
        }
        if (target.query() != null && UNDOCUMENTED.matcher(target.query()).find()) {
            return;
        }
        String ours = CANONICAL.text(new SignableRequest("GET", target.path(), target.query(), body, List.of()));
        String theirs = text(target.path(), target.query(), body);
        // Keys are sorted by their bytes here and by their UTF-16 units there, which differ beyond the first plane.
        if (!ours.equals(theirs) && ours.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            throw new AssertionError("ours:\n" + ours + "\ntheirs:\n" + theirs);
        }
    }

    private static String text(String path, @Nullable String query, byte[] body) {
        String hash = HexFormat.of().formatHex(Digests.sha256().digest(body));
        return SimSignature.stringToSign("GET", hash, "", path, query);
    }
}
