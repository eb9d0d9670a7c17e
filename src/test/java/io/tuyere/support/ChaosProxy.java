package io.tuyere.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands on the wire between the gateway and a region, and spoils what comes back. What it does next can be changed while
 * connections are open; it takes hold with the next piece of an answer.
 */
public final class ChaosProxy implements AutoCloseable {
    private static final int PIECE = 8 * 1024;
    private static final long PAUSE_NANOS = 20_000_000;

    private final ServerSocket server;
    private final URI behind;
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "chaos");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASS;
    private volatile int bytes;
    private final AtomicInteger accepted = new AtomicInteger();

    /** What happens to answers. */
    public enum Mode {
        /** They pass. */
        PASS,
        /** The connection is reset (RST) in their place. */
        RESET,
        /** The first bytes pass, then the connection is reset. */
        CUT,
        /** The first bytes pass, then the connection ends as if all was well (FIN). */
        HALF_CLOSE,
        /** They are swallowed; the connection stays open. */
        BLACKHOLE,
        /** They pass byte by byte, with a pause behind each. */
        THROTTLE,
        /** Something else comes in their place. */
        GARBAGE
    }

    private ChaosProxy(ServerSocket server, URI behind) {
        this.server = server;
        this.behind = behind;
    }

    /** Begins to listen, on a free port. */
    public static ChaosProxy inFrontOf(URI behind) {
        try {
            ChaosProxy proxy = new ChaosProxy(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), behind);
            proxy.threads.execute(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where to go to get through it. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Does this from now on, after this many bytes of an answer where that matters. */
    public void spoil(Mode how, int afterBytes) {
        bytes = afterBytes;
        mode = how;
    }

    /** Lets everything pass from now on. */
    public void heal() {
        mode = Mode.PASS;
    }

    /** Connections that came so far. */
    public int accepted() {
        return accepted.get();
    }

    /** Connections that are open. */
    public int connections() {
        return open.size() / 2; // each has a far side
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                accepted.incrementAndGet();
                Socket cloud = new Socket(behind.getHost(), behind.getPort());
                open.add(client);
                open.add(cloud);
                threads.execute(() -> pass(client, cloud, false));
                threads.execute(() -> pass(cloud, client, true));
            } catch (IOException closed) {
                // The loop ends with the server.
            }
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[PIECE];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                if (!answers || mode == Mode.PASS) {
                    out.write(piece, 0, length);
                } else if (!spoiled(piece, length, to)) {
                    return;
                }
            }
        } catch (IOException over) {
            // One side left; the other is closed with it.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** Whether the connection goes on. */
    private boolean spoiled(byte[] piece, int length, Socket to) throws IOException {
        OutputStream out = to.getOutputStream();
        switch (mode) {
            case RESET -> reset(to);
            case CUT -> {
                out.write(piece, 0, Math.min(bytes, length));
                reset(to);
            }
            case HALF_CLOSE -> {
                out.write(piece, 0, Math.min(bytes, length));
                to.shutdownOutput();
            }
            case GARBAGE -> out.write("\u0000SSH-2.0-not-http\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            case THROTTLE -> drop(piece, length, out);
            case BLACKHOLE, PASS -> {}
        }
        return mode == Mode.BLACKHOLE || mode == Mode.THROTTLE || mode == Mode.PASS;
    }

    private static void drop(byte[] piece, int length, OutputStream out) throws IOException {
        for (int i = 0; i < length; i++) {
            out.write(piece[i]);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
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
