package io.tuyere.jwt;

import static io.tuyere.support.TestIssuer.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.core.Digest;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.observe.Meters;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.TestIssuer;
import io.tuyere.support.TestIssuer.IssuerKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an issuer whose keys stand in the configuration. */
class JwtVerifierTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final IssuerKey KEY = new IssuerKey("k1", "ES256");
    private static final IssuerKey RSA = new IssuerKey("r1", "RS256");

    @AutoClose
    private final Vertx vertx = Vertx.vertx();

    private final Set<String> named = new HashSet<>();
    private final Meters meters = new Meters();
    private long now = NOW;
    private String jwks = TestIssuer.keySet(KEY, RSA);
    private final KeySources sources =
            new KeySources(vertx, new JwksClient(vertx::createHttpClient), () -> named, meters.jwt(), System::nanoTime);
    private final JwtVerifier verifier = new JwtVerifier(vertx, sources, meters.jwt(), () -> now);

    private Future<ProvenToken> verify(String token) {
        named.clear();
        named.add(jwks);
        sources.tick();
        Function<String, Set<String>> trusted = issuer -> issuer.equals(TestIssuer.NAME) ? named : Set.of();
        return settled(verifier.verify(token, Digest.sha256(token), trusted));
    }

    private static Future<ProvenToken> settled(Future<ProvenToken> outcome) {
        ProvenToken unused = GatewayUnderTest.done(outcome.otherwiseEmpty());
        return outcome;
    }

    private String refusal(String token) {
        Future<ProvenToken> outcome = verify(token);
        assertThat(outcome.failed()).as("refused").isTrue();
        return ((FailureException) outcome.cause()).failure().detail();
    }

    private static JsonObject claims() {
        return TestIssuer.claims("acme", NOW);
    }

    private static JsonObject header() {
        return new JsonObject().put("alg", "ES256").put("kid", "k1");
    }

    private int count(String result) {
        return (int) meters.scrape()
                .lines()
                .filter(line -> line.startsWith("tuyere_jwt_verifications_total{result=\"" + result + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
    void everyAsymmetricAlgorithmIsTaken(String alg) {
        IssuerKey key = new IssuerKey("one", alg);
        jwks = key.set();

        ProvenToken proven = verify(key.token(claims())).result();

        assertThat(proven.claims().issuer()).isEqualTo(TestIssuer.NAME);
        assertThat(proven.claims().values("tenant")).containsExactly("acme");
        assertThat(proven.jwks()).isEqualTo(jwks);
        assertThat(refusal(new IssuerKey("other", alg)
                        .token(header().put("alg", alg).put("kid", "one"), claims())))
                .contains("signature does not verify");
    }

    /** Many providers leave alg out of their keys. */
    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS512", "PS256", "ES384"})
    void keyThatNamesNoAlgorithmServesThoseOfItsTypeAndCurve(String alg) {
        IssuerKey key = new IssuerKey("plain", alg);
        JsonObject jwk = key.jwk();
        jwk.remove("alg");
        jwks = new JsonObject().put("keys", new JsonArray().add(jwk)).encode();

        assertThat(verify(key.token(claims())).succeeded()).isTrue();
    }

    @Test
    void changedTokenIsRefused() {
        String token = KEY.token(claims());
        String other = KEY.token(claims().put("tenant", "other"));
        String mixed = token.substring(0, token.indexOf('.'))
                + other.substring(other.indexOf('.'), other.lastIndexOf('.'))
                + token.substring(token.lastIndexOf('.'));

        assertThat(refusal(mixed)).isEqualTo("JWT invalid: its signature does not verify with the key of its issuer");
        assertThat(refusal(token.substring(0, token.length() - 4))).contains("signature does not verify");
        assertThat(refusal(token + "AAAA")).contains("signature does not verify");
    }

    /** A signature in DER is not what RFC 7518 says, and would make two tokens of one. */
    @Test
    void signatureOfAllZerosIsRefused() {
        String token = KEY.token(claims());
        String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);

        assertThat(refusal(token.substring(0, token.lastIndexOf('.') + 1) + zeros))
                .contains("signature does not verify");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "HS256", "HS512", "ES256K", "RS1", "", "es256"})
    void otherAlgorithmsAreRefused(String alg) {
        assertThat(refusal(KEY.token(header().put("alg", alg), claims()))).contains("its algorithm is not taken");
    }

    @Test
    void headerWithoutAnAlgorithmIsRefused() {
        JsonObject header = header();
        header.remove("alg");

        assertThat(refusal(KEY.token(header, claims()))).contains("its algorithm is not taken");
        assertThat(refusal(KEY.token(header.put("alg", 5), claims()))).contains("its algorithm is not taken");
    }

    /** The public key, which everybody has, taken for the secret of a MAC. */
    @Test
    void publicKeyIsNoSecret() throws GeneralSecurityException {
        for (byte[] secret : Set.of(RSA.publicBytes(), RSA.jwk().encode().getBytes(StandardCharsets.UTF_8))) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String signed = base64("{\"alg\":\"HS256\",\"kid\":\"r1\"}") + '.' + base64(claims().encode());
            byte[] tag = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));

            assertThat(refusal(signed
                            + '.'
                            + Base64.getUrlEncoder().withoutPadding().encodeToString(tag)))
                    .contains("its algorithm is not taken");
        }
    }

    @Test
    void symmetricKeyOfTheIssuerIsNoKey() {
        JsonObject oct = new JsonObject().put("kty", "oct").put("kid", "o").put("k", base64("secret"));
        jwks = new JsonObject()
                .put("keys", new JsonArray().add(oct).add(KEY.jwk()))
                .encode();

        assertThat(refusal(KEY.token(header().put("kid", "o"), claims()))).contains("no key of the name");
        assertThat(verify(KEY.token(claims())).succeeded()).isTrue();
    }

    @Test
    void algorithmFitsTheKey() {
        assertThat(refusal(RSA.token(header().put("alg", "ES256").put("kid", "r1"), claims())))
                .contains("is not for its algorithm");
        assertThat(refusal(RSA.token(header().put("alg", "PS256").put("kid", "r1"), claims())))
                .contains("is not for its algorithm");
        assertThat(refusal(KEY.token(header().put("alg", "RS256"), claims()))).contains("is not for its algorithm");
    }

    @Test
    void keyForAnotherUseIsNoKey() {
        jwks = new JsonObject()
                .put("keys", new JsonArray().add(KEY.jwk().put("use", "enc")).add(RSA.jwk()))
                .encode();

        assertThat(refusal(KEY.token(claims()))).contains("no key of the name");
    }

    @Test
    void kidIsHonoured() {
        assertThat(refusal(KEY.token(header().put("kid", "r2"), claims()))).contains("no key of the name");
        assertThat(refusal(KEY.token(header().put("kid", 1), claims()))).contains("kid is no text");
        assertThat(refusal(KEY.token(header().put("kid", "r1"), claims()))).contains("is not for its algorithm");
    }

    @Test
    void tokenWithoutKidNeedsTheOnlyKeyOfItsAlgorithm() {
        JsonObject bare = new JsonObject().put("alg", "ES256");

        assertThat(verify(KEY.token(bare, claims())).succeeded()).isTrue();
        jwks = TestIssuer.keySet(KEY, new IssuerKey("k2", "ES256"));
        assertThat(refusal(KEY.token(bare, claims()))).contains("names no key (kid)");
        jwks = RSA.set();
        assertThat(refusal(KEY.token(bare, claims()))).contains("names no key (kid)");
    }

    /** Where a token says its key is, is not looked at. */
    @Test
    void keyInTheTokenIsNotUsed() {
        IssuerKey own = new IssuerKey("mine", "ES256");
        JsonObject header = new JsonObject()
                .put("alg", "ES256")
                .put("kid", "mine")
                .put("jwk", own.jwk())
                .put("jku", "http://127.0.0.1:1/keys")
                .put("x5u", "http://127.0.0.1:1/cert");

        assertThat(refusal(own.token(header, claims()))).contains("no key of the name");
    }

    @Test
    void criticalExtensionIsRefused() {
        assertThat(refusal(KEY.token(
                        header().put("crit", new JsonArray().add("b64")).put("b64", false), claims())))
                .contains("crit");
        assertThat(refusal(KEY.token(header().put("crit", new JsonArray()), claims())))
                .contains("crit");
        assertThat(refusal(KEY.token(header().putNull("crit"), claims()))).contains("crit");
    }

    @ParameterizedTest
    @CsvSource({
        "exp, -30, true",
        "exp, -31, false",
        "nbf, 30, true",
        "nbf, 31, false",
        "iat, 30, true",
        "iat, 31, false"
    })
    void clocksMayDifferByHalfAMinute(String claim, long seconds, boolean good) {
        String token = KEY.token(claims().put(claim, NOW / 1_000 + seconds));

        assertThat(verify(token).succeeded()).isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({
        "exp, -100, it has expired (exp)",
        "nbf, 100, it is not valid yet (nbf)",
        "iat, 100, it was issued in the future (iat)"
    })
    void timeThatIsOffIsNamed(String claim, long seconds, String words) {
        assertThat(refusal(KEY.token(claims().put(claim, NOW / 1_000 + seconds))))
                .contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "null", "[]", "{}", "true"})
    void timesAreNumbers(String value) {
        String exp = claims().encode().replaceFirst("\"exp\":[0-9]+", "\"exp\":" + value);
        String nbf = claims().encode().replaceFirst("\"iat\":", "\"nbf\":" + value + ",\"iat\":");

        assertThat(refusal(KEY.token(new JsonObject(exp)))).contains("(exp)");
        assertThat(refusal(KEY.token(new JsonObject(nbf)))).contains("nbf is no number");
    }

    @Test
    void timesMayHaveFractionsAndBeFar() {
        assertThat(verify(KEY.token(claims().put("exp", NOW / 1_000.0 + 0.5))).succeeded())
                .isTrue();
        assertThat(verify(KEY.token(claims().put("exp", 1e300))).succeeded()).isTrue();
        assertThat(refusal(KEY.token(claims().put("exp", -1e300)))).contains("expired");
        assertThat(refusal(KEY.token(claims().put("nbf", 1e300)))).contains("not valid yet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "exp"})
    void claimsThatEveryTokenNeeds(String claim) {
        JsonObject claims = claims();
        claims.remove(claim);

        assertThat(refusal(KEY.token(claims))).contains("(" + claim + ")");
        assertThat(refusal(KEY.token(claims.put(claim, new JsonObject())))).contains("(" + claim + ")");
    }

    @Test
    void audienceMayBeAList() {
        JsonArray several = new JsonArray().add("other").add(5).add("tuyere");
        JsonArray many = new JsonArray();
        for (int i = 0; i < 17; i++) {
            many.add("a" + i);
        }

        assertThat(verify(KEY.token(claims().put("aud", several)))
                        .result()
                        .claims()
                        .audiences())
                .containsExactly("other", "tuyere");
        assertThat(refusal(KEY.token(claims().put("aud", many)))).contains("(aud)");
    }

    @Test
    void issuerThatIsNotTrustedIsRefused() {
        assertThat(refusal(KEY.token(claims().put("iss", "https://login.example.com"))))
                .contains("tokens of its issuer (iss) are not taken here");
    }

    @Test
    void textThatIsNoTokenIsRefused() {
        String token = KEY.token(claims());
        String claims = base64(claims().encode());

        assertThat(refusal("a.b")).contains("three parts");
        assertThat(refusal(token + ".x")).contains("three parts");
        assertThat(refusal(token + "=")).contains("three parts");
        assertThat(refusal(base64("[]") + '.' + claims + ".AAAA")).contains("cannot be read");
        assertThat(refusal(base64("{} {}") + '.' + claims + ".AAAA")).contains("cannot be read");
        assertThat(refusal(base64("{\"alg\":\"ES256\"}") + '.' + base64("null") + ".AAAA"))
                .contains("cannot be read");
        assertThat(refusal(token + "A".repeat(Jwt.LONGEST))).contains("longer than 8192 bytes");
    }

    @Test
    void refusalsHoldNothingOfTheTokenAndFitIntoAHeader() {
        JsonObject claims = claims().put("iss", "hunter2");

        assertThat(Set.of(
                        refusal(KEY.token(claims)),
                        refusal(KEY.token(header().put("kid", "hunter2"), claims())),
                        refusal(KEY.token(header().put("alg", "hunter2"), claims())),
                        refusal(KEY.token(claims().put("exp", "hunter2")))))
                .allMatch(words -> words.matches("[ !#-\\[\\]-~]+"))
                .noneMatch(words -> words.contains("hunter2"));
        assertThat(Jwt.parse(KEY.token(claims())) + " "
                        + verify(KEY.token(claims())).result())
                .doesNotContain("hunter2", "acme");
    }

    @Test
    void tokenIsProvenOnceAndRememberedUntilItEnds() {
        String token = KEY.token(claims());

        assertThat(verify(token).succeeded()).isTrue();
        assertThat(verify(token).succeeded()).isTrue();
        assertThat(count("verified")).isEqualTo(1);
        assertThat(count("remembered")).isEqualTo(1);

        now = NOW + 331_000;
        assertThat(refusal(token)).contains("expired");
    }

    /** Somebody sends wrong tokens, as fast as he can. */
    @Test
    void moreChecksThanThereIsTimeForAreRefused() {
        assertThat(verify(KEY.token(claims())).succeeded()).isTrue();
        String token = new IssuerKey("stranger", "ES256").token(header(), claims());
        String signed = token.substring(0, token.lastIndexOf('.') + 1);
        List<Future<ProvenToken>> flood = new ArrayList<>();

        for (int i = 0; i < 4 * SignatureChecks.MOST; i++) {
            String wrong = signed + base64(String.format("%064d", i));
            flood.add(verifier.verify(wrong, Digest.sha256(wrong), issuer -> named));
        }

        assertThat(flood)
                .filteredOn(outcome -> settled(outcome).cause() instanceof FailureException refused
                        && refused.failure() instanceof Failure.Overloaded)
                .isNotEmpty();
        assertThat(verify(RSA.token(claims())).succeeded()).as("afterwards").isTrue();
    }

    @Test
    void callsWithOneTokenShareItsCheck() {
        String token = KEY.token(claims());
        assertThat(verify(RSA.token(claims())).succeeded()).isTrue();

        List<Future<ProvenToken>> burst = Stream.generate(
                        () -> verifier.verify(token, Digest.sha256(token), issuer -> named))
                .limit(2 * SignatureChecks.MOST)
                .toList();

        assertThat(burst).allMatch(outcome -> settled(outcome).succeeded());
    }

    @Test
    void rememberedTokenIsForgottenWithItsKey() {
        String token = KEY.token(claims());
        assertThat(verify(token).succeeded()).isTrue();

        jwks = RSA.set();

        assertThat(refusal(token)).contains("no key of the name");
    }

    @Test
    void rememberedTokenIsForgottenWithItsIssuer() {
        String token = KEY.token(claims());
        assertThat(verify(token).succeeded()).isTrue();

        Future<ProvenToken> later = settled(verifier.verify(token, Digest.sha256(token), issuer -> Set.of()));

        assertThat(later.failed()).isTrue();
    }

    @Test
    void wrongTokenIsNotRemembered() {
        String token = new IssuerKey("stranger", "ES256").token(header(), claims());

        assertThat(refusal(token)).contains("signature does not verify");
        assertThat(refusal(token)).contains("signature does not verify");
        assertThat(count("refused")).isEqualTo(2);
    }

    @Test
    void keysThatCannotBeReadAreToldApartFromATokenThatIsWrong() {
        jwks = "{\"keys\":[]}";

        assertThat(verify(KEY.token(claims())).cause())
                .isInstanceOfSatisfying(
                        FailureException.class,
                        unknown -> assertThat(unknown.failure()).isEqualTo(new Failure.KeysUnavailable()));
    }

    /** One key that nobody can use would otherwise lock everybody out. */
    @Test
    void keyThatCannotBeUsedIsLeftOut() {
        JsonObject weak = new JsonObject().put("kty", "RSA").put("n", "AQAB").put("e", "AQAB");
        String set = new JsonObject()
                .put("keys", new JsonArray().add(weak).add(KEY.jwk()))
                .encode();

        assertThat(KeySet.parse(set))
                .hasToString(
                        "1 key for ES256; one of its keys cannot be used: RSA keys have 2048 to 8192 bits, this one 17");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | no JSON key set",
                "{} | no list of keys",
                "{\"keys\":{}} | no JSON key set",
                "{\"keys\":[]} | no key for signatures",
                "{\"keys\":[1,null,{}]} | no key for signatures",
                "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]} | RSA keys have 2048 to 8192 bits",
                "{\"keys\":[{\"kty\":\"RSA\"}]} | cannot be used",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-192\",\"x\":\"AA\",\"y\":\"AA\"}]} | no key for signatures",
            })
    void keySetThatCannotBeUsedIsNamed(String text, String words) {
        assertThatThrownBy(() -> KeySet.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
