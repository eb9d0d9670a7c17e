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

/** A region that a test writes by hand, byte for byte: what no well-behaved server does. */
public final class RawRegion implements AutoCloseable {
    private static final int SMALL_BUFFER = 4 * 1024;

    private final SocketServer server;

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

    private RawRegion(SocketServer server) {
        this.server = server;
    }

    /** Begins to listen, on a free port; takes in little at a time. */
    public static RawRegion playing(Script script) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReceiveBufferSize(SMALL_BUFFER);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SocketServer.BACKLOG);
            SocketServer server = new SocketServer(socket);
            server.start((number, connection) -> script.play(number, new Exchange(connection)));
            return new RawRegion(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Connections that came so far. */
    public int accepted() {
        return server.accepted();
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
        server.close();
    }
}
