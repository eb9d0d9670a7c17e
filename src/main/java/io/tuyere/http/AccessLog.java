package io.tuyere.http;

import io.tuyere.core.Credential;
import io.tuyere.core.Failure;
import io.tuyere.core.PathTemplate;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.ProblemTypes;
import io.tuyere.gateway.Client;
import io.tuyere.gateway.Exchange;
import io.tuyere.gateway.Route;
import io.tuyere.gateway.Tunnels;
import io.tuyere.observe.AccessField;
import io.tuyere.observe.AccessLine;
import io.tuyere.observe.AccessLogSettings;
import io.tuyere.observe.AccessWriter;
import io.tuyere.observe.CallFacts;
import io.tuyere.observe.CallTrace;
import io.tuyere.observe.LoggedPath;
import io.tuyere.observe.Meters.Outcome;
import io.tuyere.upstream.Lifetime;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The line about each call that has ended: every call with trouble, and a sample of the others. It never tells a key, a token
 * or a signature, of the query only the names, and of the path no id unless the settings say so. Any thread.
 */
public final class AccessLog {
    private static final int CLIENT_GONE = 499;
    private static final int NO_ANSWER = 444;
    private static final int OK = 200;
    private static final String TUNNEL = "tunnel";
    private static final String PAGE = "page";
    private static final int HASH_SHOWN = 8;
    private static final int LONGEST_METHOD = 16;

    private final @Nullable AccessWriter writer;
    private final AccessLogSettings settings;
    private final ClientAddresses addresses;
    private final long sampleBound; // of the 2^32 values that a request id is spread to

    /**
     * A log in the hands of a writer.
     *
     * @param writer null for no log
     */
    public AccessLog(AccessLogSettings settings, ClientAddresses addresses, @Nullable AccessWriter writer) {
        this.settings = settings;
        this.addresses = addresses;
        this.writer = writer;
        this.sampleBound = Math.round(settings.sample() * (1L << 32));
    }

    /**
     * How a call ended.
     *
     * @param error name of the failure, empty for none
     * @param cloudCode code of the cloud's refusal, 0 for none
     * @param nanos time since its headers had come
     */
    record Ending(Outcome outcome, String error, int cloudCode, long nanos) {}

    /** Whether a call that ended like this is told; the same for the same request id everywhere. */
    boolean tells(Outcome outcome, String requestId) {
        return writer != null && (outcome != Outcome.OK || spread(requestId) < sampleBound);
    }

    /** 0 to 2^32 - 1 (FNV-1a, and the last steps of MurmurHash3, which mix the upper bits). */
    private static long spread(String requestId) {
        int hash = 0x811c9dc5;
        for (int i = 0; i < requestId.length(); i++) {
            hash = (hash ^ requestId.charAt(i)) * 0x01000193;
        }
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return Integer.toUnsignedLong(hash ^ (hash >>> 16));
    }

    /** Tells a call; {@code exchange} is null when its request could not even be taken apart. */
    void tell(
            HttpServerRequest request,
            String requestId,
            String face,
            CallTrace trace,
            @Nullable Exchange exchange,
            Ending ending) {
        if (writer == null) {
            return;
        }
        AccessLine line = begun(request, requestId, face);
        line.text(AccessField.TRACE_ID, trace.traceId());
        ended(line, request, ending);
        if (exchange != null) {
            call(line, exchange);
        }
        writer.write(line);
    }

    /**
     * Tells a connection that was given up before a request had come whole.
     *
     * @param answered whether it was told why
     */
    void tellUnread(@Nullable SocketAddress peer, String requestId, Failure why, boolean answered) {
        if (writer == null) {
            return;
        }
        AccessLine line = new AccessLine();
        line.text(AccessField.REQUEST_ID, requestId);
        if (peer instanceof InetSocketAddress address) {
            line.text(AccessField.CLIENT, address.getAddress().getHostAddress());
        }
        line.text(AccessField.OUTCOME, Outcome.REFUSED.label());
        String error = why.kind().slug();
        line.text(AccessField.ERROR, error);
        line.number(
                AccessField.STATUS,
                answered ? ProblemTypes.ofCalls().named(error).status() : NO_ANSWER);
        writer.write(line);
    }

    private AccessLine begun(HttpServerRequest request, String requestId, String face) {
        AccessLine line = new AccessLine();
        line.text(AccessField.REQUEST_ID, requestId);
        line.text(AccessField.FACE, face);
        line.text(AccessField.METHOD, method(request));
        connection(line, request);
        line.map(AccessField.HEADERS, headers(request));
        return line;
    }

    private static void ended(AccessLine line, HttpServerRequest request, Ending ending) {
        line.text(AccessField.OUTCOME, ending.outcome.label());
        line.text(AccessField.ERROR, ending.error);
        line.nanos(AccessField.TOTAL, ending.nanos);
        if (ending.cloudCode != 0) {
            line.number(AccessField.CLOUD_CODE, ending.cloudCode);
        }
        line.number(AccessField.BYTES_IN, request.bytesRead());
        line.number(AccessField.BYTES_OUT, request.response().bytesWritten());
        line.number(AccessField.STATUS, status(request.response(), ending.outcome));
    }

    /** Tells a page of the gateway's own. */
    void tellPage(HttpServerRequest request, String requestId, PathTemplate template, Ending ending) {
        if (writer == null || !tells(ending.outcome, requestId)) {
            return;
        }
        AccessLine line = begun(request, requestId, PAGE);
        ended(line, request, ending);
        line.text(AccessField.TEMPLATE, template.text());
        line.later(AccessField.PATH, new LoggedPath(Objects.requireNonNullElse(request.path(), ""), template, plain()));
        line.text(AccessField.QUERY, names(request.query()));
        writer.write(line);
    }

    /** Tells a tunnel that was not opened. */
    void tellTunnel(HttpServerRequest request, String requestId, Ending ending) {
        if (writer != null && tells(ending.outcome, requestId)) {
            AccessLine line = begun(request, requestId, TUNNEL);
            ended(line, request, ending);
            writer.write(line);
        }
    }

    /** What can be told of a tunnel as long as there is a request. */
    AccessLine tunnel(HttpServerRequest request, String requestId, Tunnels.Opening opening) {
        AccessLine line = begun(request, requestId, TUNNEL);
        line.text(AccessField.REGION, opening.region().id());
        if (opening.client() != null) {
            client(line, opening.client());
        }
        return line;
    }

    /** Tells a tunnel that has come to its end. */
    void tellTunnel(AccessLine line, String requestId, long nanos, Tunnel tunnel) {
        if (writer != null && tells(Outcome.OK, requestId)) {
            line.number(AccessField.STATUS, OK);
            line.text(AccessField.OUTCOME, Outcome.OK.label());
            line.nanos(AccessField.TOTAL, nanos);
            line.number(AccessField.BYTES_IN, tunnel.bytesOfClient());
            line.number(AccessField.BYTES_OUT, tunnel.bytesOfCloud());
            writer.write(line);
        }
    }

    /** What a trace is told of the same call. */
    CallFacts facts(
            HttpServerRequest request, String requestId, String face, @Nullable Exchange exchange, Ending ending) {
        Client client = exchange == null ? null : exchange.identifiedClient();
        Route route = exchange == null ? null : exchange.route();
        return new CallFacts(
                method(request),
                exchange == null ? "other" : exchange.match().template(),
                face,
                client == null ? "" : client.tenant().id(),
                route == null ? "" : route.region().id(),
                route == null ? "" : route.reason(),
                requestId,
                ending.outcome.label(),
                ending.error,
                status(request.response(), ending.outcome));
    }

    private static String method(HttpServerRequest request) {
        String method = request.method().name();
        return method.length() > LONGEST_METHOD ? method.substring(0, LONGEST_METHOD) : method;
    }

    private void connection(AccessLine line, HttpServerRequest request) {
        line.text(AccessField.CLIENT, addresses.of(request));
        line.text(AccessField.HTTP, request.version().alpnName().replace("http/", ""));
        if (request.isSSL()) {
            line.text(AccessField.TLS, request.connection().sslSession().getProtocol());
        }
    }

    private static int status(HttpServerResponse response, Outcome outcome) {
        if (response.headWritten()) {
            return response.getStatusCode();
        }
        return outcome == Outcome.ABORTED ? CLIENT_GONE : NO_ANSWER;
    }

    private boolean plain() {
        return settings.ids() == AccessLogSettings.Ids.PLAIN;
    }

    private void call(AccessLine line, Exchange exchange) {
        String path = exchange.target().path();
        PathTemplates.Match match = exchange.match();
        Lifetime lifetime = exchange.lifetime();
        line.text(AccessField.TEMPLATE, match.template());
        line.later(AccessField.PATH, new LoggedPath(path, match.pattern(), plain()));
        line.text(AccessField.QUERY, names(exchange.target().query()));
        line.number(AccessField.ATTEMPTS, lifetime.attempts());
        line.nanos(AccessField.UPSTREAM, lifetime.upstreamNanos());
        if (lifetime.waitedMillis() > 0) {
            line.number(AccessField.QUEUE, lifetime.waitedMillis());
        }
        Client client = exchange.identifiedClient();
        if (client != null) {
            client(line, client);
        }
        Route route = exchange.route();
        if (route != null) {
            line.text(AccessField.REGION, route.region().id());
            line.text(AccessField.ROUTE, route.reason());
        }
    }

    private static void client(AccessLine line, Client client) {
        line.text(AccessField.TENANT, client.tenant().id());
        if (client.credential() instanceof Credential.Signed signed) {
            line.text(AccessField.CREDENTIAL_TYPE, "signed");
            line.text(AccessField.CREDENTIAL, signed.accessId());
        } else if (client.credential() instanceof Credential.ApiKey key) {
            line.text(AccessField.CREDENTIAL_TYPE, "api-key");
            line.text(AccessField.CREDENTIAL, "sha256:" + key.sha256().substring(0, HASH_SHOWN));
        } else if (client.credential() instanceof Credential.Mtls certificate) {
            line.text(AccessField.CREDENTIAL_TYPE, "mtls");
            line.text(AccessField.CREDENTIAL, certificate.shown());
        } else if (client.credential() instanceof Credential.Jwt jwt) {
            line.text(AccessField.CREDENTIAL_TYPE, "jwt");
            line.text(AccessField.CREDENTIAL, jwt.issuer() + " " + jwt.claim() + "=" + jwt.value());
        } else if (client.credential() instanceof Credential.Relay relay) {
            line.text(AccessField.CREDENTIAL_TYPE, "relay");
            line.text(AccessField.CREDENTIAL, relay.accessId());
        }
    }

    /** The names of a query's parameters, without their values. */
    private static String names(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        StringBuilder names = new StringBuilder();
        for (String parameter : query.split("&", 32)) {
            int equals = parameter.indexOf('=');
            names.append(names.isEmpty() ? "" : "&")
                    .append(equals < 0 ? "***" : parameter.substring(0, equals) + "=***");
        }
        return names.toString();
    }

    private Map<String, String> headers(HttpServerRequest request) {
        Map<String, String> told = new LinkedHashMap<>();
        for (String name : settings.headers()) {
            String value = request.getHeader(name);
            if (value != null) {
                told.put(name, value);
            }
        }
        return told;
    }
}
