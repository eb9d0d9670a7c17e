package io.tuyere.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What stands at the far end of a tunnel: a server of bare bytes. */
public final class FarEnd implements AutoCloseable {
    private final ServerSocket server;
    private final Speech speech;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "far-end");
        thread.setDaemon(true);
        return thread;
    });

    /** What it does with a connection, which is closed behind it. */
    @FunctionalInterface
    public interface Speech {
        /** Speaks until it has nothing more to say. */
        void with(InputStream in, OutputStream out) throws IOException;
    }

    /** A server that listens on a free port. */
    public FarEnd(Speech speech) {
        this(speech, plain());
    }

    private FarEnd(Speech speech, ServerSocket server) {
        this.speech = speech;
        this.server = server;
        threads.execute(this::accept);
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
        return new FarEnd(through, certificate.serverSocket());
    }

    private static ServerSocket plain() {
        try {
            return new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** Connections that it has seen. */
    public int accepted() {
        return accepted.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                open.add(socket);
                threads.execute(() -> speak(socket));
            } catch (IOException closed) {
                // The loop ends with the server.
            }
        }
    }

    private void speak(Socket socket) {
        try (socket) {
            speech.with(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException over) {
            // The other side left.
        } finally {
            open.remove(socket);
        }
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
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
