package io.tuyere;

import io.tuyere.core.Region;
import io.tuyere.upstream.UpstreamSettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What opens the connections of one event loop to data centres, with every default set that matters. The one that encrypts is
 * made when a region asks for it, since BoringSSL takes a while to load. That event loop only.
 */
final class CloudClients {
    private final Vertx vertx;
    private final UpstreamSettings settings;
    private final Optional<TrustOptions> trust;
    private @Nullable NetClient plain;
    private @Nullable NetClient encrypting;

    CloudClients(Vertx vertx, UpstreamSettings settings, Optional<TrustOptions> trust) {
        this.vertx = vertx;
        this.settings = settings;
        this.trust = trust;
    }

    /** The one for a region. */
    NetClient of(Region region) {
        return region.tls() ? encrypting() : plain();
    }

    private NetClient plain() {
        if (plain == null) {
            plain = vertx.createNetClient(options());
        }
        return plain;
    }

    private NetClient encrypting() {
        if (encrypting == null) {
            NetClientOptions options = options()
                    .setSslEngineOptions(TlsEngines.best())
                    .setSslHandshakeTimeout(settings.connectTimeout().toMillis())
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setHostnameVerificationAlgorithm("HTTPS");
            trust.ifPresent(options::setTrustOptions);
            encrypting = vertx.createNetClient(options);
        }
        return encrypting;
    }

    private NetClientOptions options() {
        return new NetClientOptions().setTcpNoDelay(true).setConnectTimeout((int)
                settings.connectTimeout().toMillis());
    }
}
