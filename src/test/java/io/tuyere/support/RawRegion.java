package io.tuyere.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A region that a test writes by hand, byte for byte: what no well-behaved server does. Each connection has a thread. */
public final class RawRegion implements AutoCloseable {
    private static final int SMALL_BUFFER = 4 * 1024;

    private final ServerSocket server;
    private final Script script;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "raw-region");
        thread.setDaemon(true);
        return thread;
    });

    /** What happens on a connection. */
    @FunctionalInterface
    public interface Script {
        /**
         * Plays it.
         *
         * @param number of the connection, from 1
         */
        void play(int number, Exchange exchange) throws IOException;
    }

    private RawRegion(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    /** Begins to listen, on a free port; takes in little at a time. */
    public static RawRegion playing(Script script) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReceiveBufferSize(SMALL_BUFFER);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            RawRegion region = new RawRegion(server, script);
            region.threads.execute(region::accept);
            return region;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Connections that came so far. */
    public int accepted() {
        return accepted.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                int number = accepted.incrementAndGet();
                threads.execute(() -> play(number, socket));
            } catch (IOException closed) {
                // The loop ends with the server.
            }
        }
    }

    private void play(int number, Socket socket) {
        try {
            script.play(number, new Exchange(socket));
        } catch (IOException over) {
            // The far side has left.
        }
    }

    /** One connection, as the script sees it. */
    public static final class Exchange {
        private final Socket socket;

        private Exchange(Socket socket) {
            this.socket = socket;
        }

        /** The next request up to the end of its headers, empty when the connection ends. */
        public String head() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                head.append((char) c);
                if (head.toString().endsWith("\r\n\r\n")) {
                    return head.toString();
                }
            }
            return "";
        }

        /** Answers with this text as JSON, on a connection that goes on. */
        public void answer(String json) throws IOException {
            String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length()
                    + "\r\n\r\n";
            socket.getOutputStream().write((head + json).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
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
