package io.tuyere.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands on the wire between the gateway and a region, and spoils what comes back. What it does next can be changed while
 * connections are open; it takes hold with the next piece of an answer.
 */
public final class ChaosProxy implements AutoCloseable {
    private static final int PIECE = 8 * 1024;
    private static final long PAUSE_NANOS = 20_000_000;

    private final SocketServer server = SocketServer.onFreePort();
    private final URI behind;
    private volatile Mode mode = Mode.PASS;
    private volatile int bytes;

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

    private ChaosProxy(URI behind) {
        this.behind = behind;
    }

    /** Begins to listen, on a free port. */
    public static ChaosProxy inFrontOf(URI behind) {
        ChaosProxy proxy = new ChaosProxy(behind);
        proxy.server.start((number, client) -> proxy.join(client));
        return proxy;
    }

    /** Where to go to get through it. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
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
        return server.accepted();
    }

    /** Connections that are open. */
    public int connections() {
        return server.connections();
    }

    private void join(Socket client) throws IOException {
        try (Socket cloud = new Socket(behind.getHost(), behind.getPort())) {
            server.beside(() -> pass(client, cloud, false));
            pass(cloud, client, true);
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
        server.close();
    }
}
