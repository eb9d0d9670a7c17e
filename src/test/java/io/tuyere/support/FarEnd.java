package io.tuyere.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** What stands at the far end of a tunnel: a server of bare bytes. */
public final class FarEnd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SocketServer server;
    private final Map<Integer, CompletableFuture<Void>> markers = new ConcurrentHashMap<>();
    private final AtomicInteger marked = new AtomicInteger();

    /** What it does with a connection, which is closed behind it. */
    @FunctionalInterface
    public interface Speech {
        /** Speaks until it has nothing more to say. */
        void with(InputStream in, OutputStream out) throws IOException;
    }

    /** A server that listens on a free port. */
    public FarEnd(Speech speech) {
        this(speech, SocketServer.onFreePort());
    }

    private FarEnd(Speech speech, SocketServer server) {
        this.server = server;
        server.start((number, socket) -> {
            try (socket) {
                CompletableFuture<Void> marker = markers.get(socket.getPort());
                if (marker == null) {
                    speech.with(socket.getInputStream(), socket.getOutputStream());
                } else {
                    marker.complete(null);
                }
            }
        });
    }

    /** Sends back what comes, and a farewell when no more comes. */
    public static FarEnd echoing() {
        return new FarEnd((in, out) -> {
            in.transferTo(out);
            out.write("bye".getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Speaks TLS for a server that does not. */
    public static FarEnd securing(TestCertificate certificate, int plainPort) {
        Speech through = (in, out) -> {
            try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), plainPort)) {
                Thread back = new Thread(() -> copy(plain, out), "far-end-back");
                back.setDaemon(true);
                back.start();
                in.transferTo(plain.getOutputStream());
            }
        };
        return new FarEnd(through, new SocketServer(certificate.serverSocket()));
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** Connections that it has seen; those that were made and given up before this was asked are waited for. */
    public int accepted() {
        try (Socket marker = new Socket()) {
            marker.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            CompletableFuture<Void> seen = new CompletableFuture<>();
            markers.put(marker.getLocalPort(), seen);
            marker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
            seen.get(PATIENCE.toSeconds(), TimeUnit.SECONDS); // they are taken in the order they came
            markers.remove(marker.getLocalPort()); // ports come back
        } catch (IOException | InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the far end takes no connections", e);
        }
        return server.accepted() - marked.incrementAndGet();
    }

    private static void copy(Socket from, OutputStream to) {
        try {
            from.getInputStream().transferTo(to);
        } catch (IOException over) {
            // One side left.
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
