package io.tuyere.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;

/** What holds for every request: its signature verifies, and no other request has it. */
class SignatureProperties {
    private static final Hmac KEY = new Hmac(Secret.of("4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC"));
    private static final String LETTERS = "aZ09-._~ +%&=?/,'\"[]{}:;ü灯💡\n";

    private final CanonicalRequest canonical = new CanonicalRequest(new ContentHash());
    private final InboundVerifier verifier = new InboundVerifier(canonical);
    private final OutboundSigner signer = new OutboundSigner(canonical);

    /** A request before it is encoded for the wire. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Call(
            String method,
            String path,
            Map<String, String> query,
            List<SignedHeader> headers,
            byte[] body,
            Identity identity) {
        SignableRequest request() {
            return request(pair -> URLEncoder.encode(pair, UTF_8));
        }

        SignableRequest request(Function<String, String> encode) {
            return new SignableRequest(
                    method, URLEncoder.encode(path, UTF_8).replace("+", "%20"), wire(encode), body, headers);
        }

        private String wire(Function<String, String> encode) {
            return query.entrySet().stream()
                    .map(pair -> encode.apply(pair.getKey()) + "=" + encode.apply(pair.getValue()))
                    .collect(Collectors.joining("&"));
        }
    }

    /** The places where a call can be changed by one character or byte. */
    enum Part {
        METHOD {
            @Override
            Call changed(Call call, int at) {
                return with(call, other(call.method(), at), call.path(), call.query(), call.headers(), call.body());
            }
        },
        PATH {
            @Override
            Call changed(Call call, int at) {
                return with(call, call.method(), other(call.path(), at), call.query(), call.headers(), call.body());
            }
        },
        QUERY_KEY {
            @Override
            Call changed(Call call, int at) {
                Map<String, String> query = new TreeMap<>(call.query());
                String key = pick(query, at);
                String other = other(key, at);
                Assume.that(!query.containsKey(other));
                query.put(other, String.valueOf(query.remove(key)));
                return with(call, call.method(), call.path(), query, call.headers(), call.body());
            }
        },
        QUERY_VALUE {
            @Override
            Call changed(Call call, int at) {
                Map<String, String> query = new TreeMap<>(call.query());
                query.computeIfPresent(pick(query, at), (key, value) -> other(value, at));
                return with(call, call.method(), call.path(), query, call.headers(), call.body());
            }
        },
        HEADER_VALUE {
            @Override
            Call changed(Call call, int at) {
                Assume.that(!call.headers().isEmpty());
                List<SignedHeader> headers = new ArrayList<>(call.headers());
                SignedHeader header = headers.get(at % headers.size());
                headers.set(at % headers.size(), new SignedHeader(header.name(), other(header.value(), at)));
                return with(call, call.method(), call.path(), call.query(), headers, call.body());
            }
        },
        BODY {
            @Override
            Call changed(Call call, int at) {
                byte[] body =
                        call.body().length == 0 ? new byte[1] : call.body().clone();
                body[at % body.length] ^= 1;
                return with(call, call.method(), call.path(), call.query(), call.headers(), body);
            }
        },
        TOKEN {
            @Override
            Call changed(Call call, int at) {
                Identity old = call.identity();
                return with(call, new Identity(old.clientId(), other(old.accessToken(), at), old.t(), old.nonce()));
            }
        },
        TIME {
            @Override
            Call changed(Call call, int at) {
                Identity old = call.identity();
                return with(call, new Identity(old.clientId(), old.accessToken(), other(old.t(), at), old.nonce()));
            }
        },
        NONCE {
            @Override
            Call changed(Call call, int at) {
                Identity old = call.identity();
                return with(call, new Identity(old.clientId(), old.accessToken(), old.t(), other(old.nonce(), at)));
            }
        };

        abstract Call changed(Call call, int at);

        private static String pick(Map<String, String> query, int at) {
            Assume.that(!query.isEmpty());
            return List.copyOf(query.keySet()).get(at % query.size());
        }

        private static Call with(
                Call call,
                String method,
                String path,
                Map<String, String> query,
                List<SignedHeader> headers,
                byte[] body) {
            return new Call(method, path, query, headers, body, call.identity());
        }

        private static Call with(Call call, Identity identity) {
            return new Call(call.method(), call.path(), call.query(), call.headers(), call.body(), identity);
        }

        /** The same text with one character exchanged, or one added to an empty one. */
        private static String other(String text, int at) {
            if (text.isEmpty()) {
                return "X";
            }
            int place = at % text.length();
            Assume.that(!Character.isSurrogate(text.charAt(place)));
            char replacement = text.charAt(place) == 'X' ? 'Y' : 'X';
            return text.substring(0, place) + replacement + text.substring(place + 1);
        }
    }

    @Property
    void signedCallIsVerifiedAsCanonical(@ForAll("calls") Call call) {
        assertThat(verifier.verify(call.request(), call.identity(), sign(call), KEY, false))
                .contains(Dialect.CANONICAL);
    }

    @Property
    void encodingAndOrderOfTheQueryDoNotMatter(@ForAll("calls") Call call, @ForAll Random random) {
        SignableRequest spaceAsEscape =
                call.request(text -> URLEncoder.encode(text, UTF_8).replace("+", "%20"));
        List<String> pairs = new ArrayList<>(
                List.of(call.wire(text -> URLEncoder.encode(text, UTF_8)).split("&")));
        Collections.shuffle(pairs, random);
        SignableRequest shuffled = new SignableRequest(
                call.method(), call.request().path(), String.join("&", pairs), call.body(), call.headers());

        assertThat(canonical.text(spaceAsEscape)).isEqualTo(canonical.text(call.request()));
        assertThat(canonical.text(shuffled)).isEqualTo(canonical.text(call.request()));
    }

    @Property
    void noDialectTakesACallOfWhichOneCharacterWasChanged(
            @ForAll("calls") Call call, @ForAll Part part, @ForAll("places") int at) {
        Call changed = part.changed(call, at);

        assertThat(verifier.verify(changed.request(), changed.identity(), sign(call), KEY, false))
                .isEmpty();
    }

    @Property
    void noDialectTakesAChangedSignature(@ForAll("calls") Call call, @ForAll("places") int at) {
        String sign = sign(call);
        char other = sign.charAt(at % 64) == '0' ? '1' : '0';
        String changed = sign.substring(0, at % 64) + other + sign.substring(at % 64 + 1);

        assertThat(verifier.verify(call.request(), call.identity(), changed, KEY, true))
                .isEmpty();
    }

    @Property
    void signatureOfADialectIsVerifiedButForNoOtherBodyOrTime(
            @ForAll("calls") Call call, @ForAll Dialect dialect, @ForAll("places") int at) {
        Assume.that(dialect.coversRequest());
        String text = canonical.text(call.request(), dialect.deviations(), canonical.bodyHash(call.request()));
        String sign = KEY.sign(canonical.message(call.identity(), text));

        assertThat(verifier.verify(call.request(), call.identity(), sign, KEY, false))
                .isPresent();
        for (Part part : List.of(Part.METHOD, Part.BODY, Part.TIME)) {
            Call changed = part.changed(call, at);
            assertThat(verifier.verify(changed.request(), changed.identity(), sign, KEY, true))
                    .isEmpty();
        }
    }

    @Property
    void legacySignatureDependsOnWhoAndWhenOnly(@ForAll("calls") Call call, @ForAll("places") int at) {
        String sign = KEY.sign(call.identity().clientId()
                + call.identity().accessToken()
                + call.identity().t());

        for (Part part : List.of(Part.BODY, Part.PATH, Part.NONCE)) {
            Call changed = part.changed(call, at);
            assertThat(verifier.verify(changed.request(), changed.identity(), sign, KEY, true))
                    .contains(Dialect.LEGACY);
            assertThat(verifier.verify(changed.request(), changed.identity(), sign, KEY, false))
                    .isEmpty();
        }
        Call changed = Part.TOKEN.changed(call, at);
        assertThat(verifier.verify(changed.request(), changed.identity(), sign, KEY, true))
                .isEmpty();
    }

    /** Against a plain reading of the rules with the JDK's own decoder and a map. */
    @Property
    void queryIsSignedByTheRules(@ForAll("queries") String query) {
        SignableRequest request = new SignableRequest("GET", "/p", query, new byte[0], List.of());

        assertThat(canonical.text(request)).endsWith("\n/p" + reading(query));
    }

    @Property
    void noPathOrQueryIsRefused(@ForAll @CharRange(from = ' ', to = '~') String target) {
        SignableRequest request = new SignableRequest("GET", "/" + target, target, new byte[0], List.of());

        for (Dialect dialect : Dialect.values()) {
            assertThat(canonical.text(request, dialect.deviations(), ContentHash.OF_NOTHING))
                    .contains("\n/");
        }
    }

    private static String reading(String query) {
        Map<String, String> first =
                new TreeMap<>(Comparator.comparing(key -> key.getBytes(UTF_8), Arrays::compareUnsigned));
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                first.putIfAbsent(
                        URLDecoder.decode(parts[0], UTF_8), parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
            }
        }
        return first.isEmpty()
                ? ""
                : first.entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + pair.getValue())
                        .collect(Collectors.joining("&", "?", ""));
    }

    private String sign(Call call) {
        return signer.sign(call.request(), call.identity(), KEY);
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 1000);
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.of("a", "b", "&", "=", "+", "%61", "%C3%BC", "A", "_")
                .list()
                .ofMaxSize(16)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<Call> calls() {
        Arbitrary<String> text = Arbitraries.of(LETTERS.codePoints().boxed().toList())
                .map(Character::toString)
                .list()
                .ofMaxSize(8)
                .map(letters -> String.join("", letters));
        Arbitrary<List<SignedHeader>> headers = Arbitraries.of("area_id", "Call_id", "client_id")
                .list()
                .uniqueElements()
                .flatMap(names -> text.map(value -> value.replace("\n", ""))
                        .map(value -> names.stream()
                                .map(name -> new SignedHeader(name, value))
                                .toList()));
        Arbitrary<byte[]> bodies = Arbitraries.oneOf(
                Arbitraries.of("", "{}", "{\"name\": \"Küche 灯\"}").map(body -> body.getBytes(UTF_8)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40));
        Arbitrary<Identity> identities = Combinators.combine(
                        Arbitraries.of("", "3f4eda2bdec17232f67c0b188af3eec1"),
                        Arbitraries.longs().between(1_500_000_000_000L, 2_000_000_000_000L),
                        Arbitraries.of("", "5138cc3a9033d69856923fd07b491173"))
                .as((token, t, nonce) -> new Identity("1KAD46OrT9HafiKdsXeg", token, String.valueOf(t), nonce));
        return Combinators.combine(
                        Arbitraries.of("GET", "POST", "PUT", "DELETE", "PATCH"),
                        text.map(path -> "/" + path),
                        Arbitraries.maps(text.filter(key -> !key.isEmpty()), text)
                                .ofMaxSize(5),
                        headers,
                        bodies,
                        identities)
                .as(Call::new);
    }
}
