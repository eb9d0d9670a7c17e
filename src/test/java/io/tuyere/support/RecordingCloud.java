package io.tuyere.support;

import io.netty.pkitesting.X509Bundle;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A data centre that keeps every byte it is sent, token calls apart, and says yes to everything. It reads requests with a
 * parser of its own, so that a mistake in the gateway's cannot hide.
 */
public final class RecordingCloud implements AutoCloseable {
    private static final String TOKEN =
            "{\"success\":true,\"t\":1700000000000,\"result\":{\"access_token\":\"cloud-token\","
                    + "\"expire_time\":7200,\"refresh_token\":\"cloud-refresh\",\"uid\":\"u\"}}";
    private static final String YES = "{\"success\":true,\"t\":1700000000000,\"result\":true}";

    private final ServerSocket server;
    private final String extraHeaders;
    private final String scheme;
    private final Set<String> serverNames = ConcurrentHashMap.newKeySet();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "recording");
        thread.setDaemon(true);
        return thread;
    });

    private RecordingCloud(ServerSocket server, String extraHeaders, String scheme) {
        this.server = server;
        this.extraHeaders = extraHeaders;
        this.scheme = scheme;
    }

    /**
     * Begins to listen, on a free port.
     *
     * @param extraHeaders lines that each answer has besides, each with its CRLF
     */
    public static RecordingCloud start(String extraHeaders) {
        return start(ServerSocketFactory.getDefault(), extraHeaders, "http");
    }

    /** Begins to listen, on a free port, and to speak TLS with this certificate. */
    public static RecordingCloud secured(X509Bundle certificate) {
        return start(TlsWire.server(certificate), "", "https");
    }

    private static RecordingCloud start(ServerSocketFactory sockets, String extraHeaders, String scheme) {
        try {
            RecordingCloud cloud = new RecordingCloud(
                    sockets.createServerSocket(0, 64, InetAddress.getLoopbackAddress()), extraHeaders, scheme);
            cloud.threads.execute(cloud::accept);
            return cloud;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public URI url() {
        return URI.create(scheme + "://localhost:" + server.getLocalPort());
    }

    /** The requests since the last time this was asked, each with its head and body as they came. */
    public List<String> take() {
        List<String> taken = new ArrayList<>();
        for (String request = requests.poll(); request != null; request = requests.poll()) {
            taken.add(request);
        }
        return taken;
    }

    /** The names under which clients asked for it when they connected. */
    public Set<String> serverNames() {
        return serverNames;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            if (socket instanceof SSLSocket secured && secured.getSession() instanceof ExtendedSSLSession session) {
                session.getRequestedServerNames().forEach(name -> serverNames.add(name.toString()));
            }
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                String body = new String(in.readNBytes(length(head)), StandardCharsets.ISO_8859_1);
                boolean token = head.startsWith("GET /v1.0/token");
                if (!token) {
                    requests.add(head + body);
                }
                String answer = token ? TOKEN : YES;
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + extraHeaders
                                        + "Content-Length: " + answer.length() + "\r\n\r\n" + answer)
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException broken) {
            // The gateway has let go of the connection.
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.write(c);
            matched = c == "\r\n\r\n".charAt(matched) ? matched + 1 : c == '\r' ? 1 : 0;
            if (matched == 4) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    private static int length(String head) {
        for (String line : head.split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "content-length: ", 0, 16)) {
                return Integer.parseInt(line.substring(16));
            }
        }
        return 0;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
