package io.tuyere.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes connections on loopback, each with a thread of its own; when it is closed, so are they. */
final class SocketServer implements AutoCloseable {
    static final int BACKLOG = 64;

    private final ServerSocket server;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "socket-server");
        thread.setDaemon(true);
        return thread;
    });

    /** What is done with a connection, which stays open behind it. */
    @FunctionalInterface
    interface Talk {
        /**
         * Talks until there is nothing more to say.
         *
         * @param number of the connection, from 1
         */
        void over(int number, Socket socket) throws IOException;
    }

    SocketServer(ServerSocket server) {
        this.server = server;
    }

    /** On a free port; it listens, and takes nobody in before {@link #start}. */
    static SocketServer onFreePort() {
        try {
            return new SocketServer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start(Talk talk) {
        threads.execute(() -> accept(talk));
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections that came so far. */
    int accepted() {
        return accepted.get();
    }

    /** Connections that are open. */
    int connections() {
        return open.size();
    }

    /** Does this besides, as long as the server lives. */
    void beside(Runnable task) {
        threads.execute(task);
    }

    private void accept(Talk talk) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                int number = accepted.incrementAndGet();
                threads.execute(() -> talk(talk, number, socket));
            } catch (IOException closed) {
                // The loop ends with the server.
            }
        }
    }

    private void talk(Talk talk, int number, Socket socket) {
        try {
            talk.over(number, socket);
        } catch (IOException over) {
            // The other side left.
        }
        if (socket.isClosed()) {
            open.remove(socket);
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
