package io.tuyere;

import io.tuyere.gateway.Directory;
import io.tuyere.gateway.JwtClients;
import io.tuyere.jwt.JwksClient;
import io.tuyere.jwt.JwtVerifier;
import io.tuyere.jwt.KeySources;
import io.tuyere.observe.JwtMeters;
import io.tuyere.observe.Meters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The keys of identity providers, and the clients that show their tokens. */
record IdentityProviders(KeySources keys, JwtClients clients) {
    static IdentityProviders of(
            Vertx vertx,
            Supplier<Directory> directory,
            Optional<TrustOptions> trust,
            Meters meters,
            LongSupplier nowMillis) {
        JwtMeters counted = meters.jwt();
        KeySources keys = new KeySources(
                vertx, client(vertx, trust), () -> directory.get().jwks(), counted, System::nanoTime);
        return new IdentityProviders(keys, new JwtClients(new JwtVerifier(vertx, keys, counted, nowMillis)));
    }

    /** Keys are fetched every few minutes: no connection is kept for that. */
    static JwksClient client(Vertx vertx, Optional<TrustOptions> trust) {
        HttpClientOptions options = new HttpClientOptions().setKeepAlive(false).setVerifyHost(true);
        trust.ifPresent(options::setTrustOptions);
        return new JwksClient(() -> vertx.createHttpClient(options));
    }
}
