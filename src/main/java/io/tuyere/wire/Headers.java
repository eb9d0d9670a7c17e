package io.tuyere.wire;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.http.impl.headers.Http1xHeaders;

/** Makes the decoder fill the headers that Vert.x uses, so that nobody has to copy them. */
final class Headers implements HttpHeadersFactory {
    static final Headers FACTORY = new Headers();

    private Headers() {}

    @Override
    public HttpHeaders newHeaders() {
        return Http1xHeaders.httpHeaders(); // these validate
    }

    @Override
    public HttpHeaders newEmptyHeaders() {
        return Http1xHeaders.httpHeaders();
    }

    static MultiMap of(HttpResponse response) {
        return (MultiMap) response.headers();
    }
}
