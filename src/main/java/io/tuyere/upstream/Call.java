package io.tuyere.upstream;

import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.sign.SignedHeader;
import io.tuyere.token.TokenKey;
import io.tuyere.token.UpstreamToken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked, as it is to be asked of the cloud.
 *
 * @param path raw path, without a region prefix
 * @param query raw query without its question mark, null for none
 * @param headers headers that are passed on unsigned
 * @param signedHeaders headers that are passed on and covered by the signature
 * @param body the exact bytes, empty for none
 * @param tenant whose call it is; null for the gateway's own
 * @param project signs it
 * @param speaker whose token it carries; null for calls that carry none, such as a sign-in
 * @param token the token it carries; null until it is authorized, and for calls that carry none
 * @param lifetime ends when the client leaves or its time is up
 */
public record Call(
        HttpMethod method,
        String path,
        @Nullable String query,
        List<Map.Entry<String, String>> headers,
        List<SignedHeader> signedHeaders,
        Buffer body,
        @Nullable Tenant tenant,
        Project project,
        @Nullable TokenKey speaker,
        @Nullable UpstreamToken token,
        Lifetime lifetime) {
    /** The same call with a token. */
    public Call with(UpstreamToken authorized) {
        return new Call(
                method, path, query, headers, signedHeaders, body, tenant, project, speaker, authorized, lifetime);
    }

    /** The same call, signed with one of its project's secrets. */
    Call signedWith(Secret secret) {
        return new Call(
                method,
                path,
                query,
                headers,
                signedHeaders,
                body,
                tenant,
                project.signedWith(secret),
                speaker,
                token,
                lifetime);
    }

    /** The same call with one more header that is passed on unsigned, unless it has one of that name. */
    Call with(String name, String value) {
        if (headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase(name))
                || signedHeaders.stream().anyMatch(header -> header.name().equalsIgnoreCase(name))) {
            return this;
        }
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Call(method, path, query, more, signedHeaders, body, tenant, project, speaker, token, lifetime);
    }

    /** The same call in another life, which is told as a part of this one. */
    Call within(Lifetime other) {
        other.onBehalfOf(lifetime);
        return new Call(method, path, query, headers, signedHeaders, body, tenant, project, speaker, token, other);
    }

    /** The same call for another path and query, with a lifetime of its own. */
    public Call to(String otherPath, @Nullable String otherQuery, Lifetime own) {
        return new Call(
                method, otherPath, otherQuery, headers, signedHeaders, body, tenant, project, speaker, token, own);
    }

    /** Names neither path, query, headers nor body, each of which may hold a secret. */
    @Override
    public String toString() {
        return "Call[" + method + ", " + body.length() + " bytes]";
    }

    /** Request target as it goes on the wire. */
    public String target() {
        return query == null ? path : path + "?" + query;
    }
}
